import { type ReactNode, useRef } from 'react';
import { useCornerPlace } from '../features/live/corner-place';
import classes from './shell/shell.module.css';

/** The cards of what happens on the phone, over every screen but never over what is being written. */
export function Corner({ children }: { children: ReactNode }) {
  const corner = useRef<HTMLDivElement>(null);
  const place = useCornerPlace(corner);
  return (
    <div
      ref={corner}
      className={classes.corner}
      data-place={place}
      data-compact={place === 'whole' ? undefined : true}
    >
      {children}
    </div>
  );
}
