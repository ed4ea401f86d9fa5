import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  title?: string;
  /** Small controls at the heading's right. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A titled sheet of a page. */
export function Panel({ title, actions, children }: PanelProps) {
  const heading = useId();
  return (
    <section className={classes.panel} aria-labelledby={title ? heading : undefined}>
      {title && (
        <div className={classes.head}>
          <h2 id={heading} className={classes.title}>
            {title}
          </h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
