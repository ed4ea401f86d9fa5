import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './corner-card.module.css';

interface CornerCardProps {
  /** Its name for assistive technology. */
  label: string;
  tone: 'active' | 'good' | 'bad' | 'warn' | 'still';
  icon: ReactNode;
  /** What happens now, in a few words. */
  state: ReactNode;
  /** Whom it is about. */
  name: string;
  /** More about them, a line each. */
  about?: ReactNode;
  /** Small controls beside the way to close it. */
  actions?: ReactNode;
  closeLabel: string;
  onClose: () => void;
  children?: ReactNode;
}

/** A card about a call in the corner of every screen. */
export function CornerCard(props: CornerCardProps) {
  const { label, tone, icon, state, name, about, actions, closeLabel, onClose, children } = props;
  return (
    <article className={classes.card} data-tone={tone} aria-label={label}>
      <div className={classes.head}>
        <span className={classes.icon}>{icon}</span>
        <div className={classes.who}>
          <p className={classes.state}>{state}</p>
          <p className={classes.name}>{name}</p>
          {about}
        </div>
        {actions}
        <CloseButton className={classes.close} aria-label={closeLabel} onClick={onClose} />
      </div>
      {children}
    </article>
  );
}

/** The buttons of a card. */
export function CornerActions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}
