import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import type { LiveState } from '../../features/live/live-source';
import { DemoBanner } from './demo-banner';
import { Header } from './header';
import { Navigation } from './navigation';
import classes from './shell.module.css';

interface ShellProps {
  live: LiveState;
  demo: boolean;
}

/** The frame around every signed-in screen. */
export function Shell({ live, demo }: ShellProps) {
  const { t } = useTranslation();
  return (
    <>
      <a href="#main" className={classes.skip}>
        {t('skip')}
      </a>
      {demo && <DemoBanner />}
      <div className={classes.shell}>
        <Header live={live} />
        <Navigation />
        <main id="main" tabIndex={-1} className={classes.main}>
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </>
  );
}
