import { Loader } from '@mantine/core';
import classes from './routes.module.css';

/** Shown until the first screen is there. */
export function Waiting() {
  return (
    <div className={classes.waiting}>
      <Loader type="dots" />
    </div>
  );
}
