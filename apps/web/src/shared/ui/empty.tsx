import type { ReactNode } from 'react';
import classes from './empty.module.css';

interface EmptyProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** What a list shows when it holds nothing: why, and what to do next. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className={classes.empty}>
      <svg viewBox="0 0 64 40" width="64" height="40" aria-hidden className={classes.picture}>
        <path d="M4 8h34M4 20h56M4 32h24" />
        <circle cx="50" cy="8" r="4" />
      </svg>
      <p className={classes.title}>{title}</p>
      {children && <p className={classes.text}>{children}</p>}
      {action}
    </div>
  );
}
