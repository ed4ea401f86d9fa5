import type { ReactNode } from 'react';
import classes from './chip.module.css';

interface ChipProps {
  on: boolean;
  onToggle: () => void;
  children: ReactNode;
}

/** A filter that is one press away; says to assistive technology whether it is pressed. */
export function Chip({ on, onToggle, children }: ChipProps) {
  return (
    <button type="button" className={classes.chip} aria-pressed={on} onClick={onToggle}>
      {children}
    </button>
  );
}
