import { formatPhone } from '../format/phone';
import classes from './phone-number.module.css';

/** A number grouped for reading. */
export function PhoneNumber({ number }: { number: string }) {
  return <span className={classes.number}>{formatPhone(number)}</span>;
}

/** A number that the machine's own phone can dial. */
export function PhoneLink({ number }: { number: string }) {
  return (
    <a href={`tel:${number}`} className={classes.link}>
      {formatPhone(number)}
    </a>
  );
}
