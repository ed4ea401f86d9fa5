import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { LiveState } from '../../features/live/connection';
import { LiveStatus } from '../../features/live/live-status';
import { Logo } from '../../shared/ui/logo';
import classes from './shell.module.css';
import { singleKeysOn } from './single-keys';
import { UserMenu } from './user-menu';

const SearchDialog = lazy(() =>
  import('./search-dialog').then((module) => ({ default: module.SearchDialog })),
);
const KeysDialog = lazy(() => import('./keys-dialog').then((module) => ({ default: module.KeysDialog })));

/** The bar on top: home, search, live state and what belongs to the viewer. */
export function Header({ live }: { live: LiveState }) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<'search' | 'keys' | null>(null);
  useHotkeys([['mod+K', () => setDialog('search')]], []);
  useHotkeys([['shift+?', () => singleKeysOn() && setDialog('keys')]]);
  const close = () => setDialog(null);
  return (
    <header className={classes.header}>
      <Link to="/calls" className={classes.home} aria-label="Callboard">
        <Logo />
      </Link>
      <span className={classes.spring} />
      <button type="button" className={classes.searchButton} onClick={() => setDialog('search')}>
        <IconSearch size={16} aria-hidden />
        <span>{t('search.open')}</span>
        <kbd aria-hidden>Ctrl K</kbd>
      </button>
      <LiveStatus state={live} />
      <UserMenu onKeys={() => setDialog('keys')} />
      <Suspense>
        {dialog === 'search' && <SearchDialog onClose={close} />}
        {dialog === 'keys' && <KeysDialog onClose={close} />}
      </Suspense>
    </header>
  );
}
