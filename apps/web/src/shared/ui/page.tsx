import { Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import classes from './page.module.css';

interface PageProps {
  title: string;
  /** Buttons beside the heading. */
  actions?: ReactNode;
  /** Small text above the heading: where this page lies. */
  above?: ReactNode;
  /** Forms and texts read better in a narrow column; tables want it all. */
  narrow?: boolean;
  children: ReactNode;
}

/**
 * A page with its heading.
 *
 * The heading takes the focus when the page was reached by a link, so that keyboard and screen
 * reader begin there; not on a first load, where the skip link comes first.
 */
export function Page({ title, actions, above, narrow, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Only how the page was reached counts: filters and tabs change the address without changing the page.
  const arrivedByLink = useRef(useLocation().key !== 'default');
  useEffect(() => {
    // A list that is come back to has put the focus on its row already.
    const isTaken = document.activeElement?.closest('main');
    if (arrivedByLink.current && !isTaken) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <div className={narrow ? classes.narrow : classes.page}>
      <title>{`${title} · Callboard`}</title>
      <div className={classes.head}>
        <div>
          {above && <div className={classes.above}>{above}</div>}
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}
