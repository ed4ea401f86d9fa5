import classes from './logo.module.css';

/** The sign: lines of a board, one of them ringing. */
export function Logo() {
  return (
    <span className={classes.logo}>
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden>
        <rect width="32" height="32" rx="8" />
        <path d="M8 9.5h10M8 16h16M8 22.5h7" />
        <circle cx="22.5" cy="9.5" r="2.6" />
      </svg>
      <span>Callboard</span>
    </span>
  );
}
