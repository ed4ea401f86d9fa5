import { useHotkeys } from '@mantine/hooks';
import { IconDialpad, IconSearch } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { LiveState } from '../../features/live/live-source';
import { LiveStatus } from '../../features/live/live-status';
import { withTexts } from '../../locales/later';
import { latePart } from '../../shared/late/late-part';
import { Logo } from '../../shared/ui/logo';
import { useAltKey } from '../../shared/ui/use-alt-key';
import classes from './shell.module.css';
import { singleKeysOn } from './single-keys';
import { UserMenu } from './user-menu';

const SearchDialog = latePart(async () => (await import('./search-dialog')).SearchDialog);
const DialDialog = latePart(
  async () =>
    (await withTexts('callRequests', import('../../features/call-requests/dial-dialog'))).DialDialog,
);
const KeysDialog = latePart(async () => (await import('./keys-dialog')).KeysDialog);

/** The bar on top: home, search, live state and what belongs to the viewer. */
export function Header({ live }: { live: LiveState }) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<'search' | 'dial' | 'keys' | null>(null);
  useHotkeys([['mod+K', () => setDialog('search')]], []);
  useAltKey('K', () => setDialog('dial'));
  useHotkeys([
    ['shift+?', () => singleKeysOn() && setDialog('keys')],
    ['/', () => singleKeysOn() && setDialog('dial')],
  ]);
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
      <button
        type="button"
        className={classes.iconButton}
        aria-label={t('dialPad')}
        title={`${t('dialPad')} (Alt+K)`}
        onClick={() => setDialog('dial')}
      >
        <IconDialpad size={20} stroke={1.7} aria-hidden />
      </button>
      <LiveStatus state={live} />
      <UserMenu onKeys={() => setDialog('keys')} />
      <Suspense>
        {dialog === 'search' && <SearchDialog onClose={close} />}
        {dialog === 'dial' && <DialDialog onClose={close} />}
        {dialog === 'keys' && <KeysDialog onClose={close} />}
      </Suspense>
    </header>
  );
}
