import { IconAddressBook, IconKey, IconPhone, IconSettings, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useViewer } from '../../shared/session/viewer';
import classes from './shell.module.css';

const places = [
  { to: '/calls', name: 'calls', icon: IconPhone, adminOnly: false },
  { to: '/contacts', name: 'contacts', icon: IconAddressBook, adminOnly: false },
  { to: '/employees', name: 'employees', icon: IconUsers, adminOnly: true },
  { to: '/api-keys', name: 'apiKeys', icon: IconKey, adminOnly: true },
  { to: '/settings/zadarma', name: 'settings', icon: IconSettings, adminOnly: true },
] as const;

/** Where one can go: beside the screen, or at its foot on a phone. */
export function Navigation() {
  const { t } = useTranslation();
  const isAdmin = useViewer().role === 'admin';
  return (
    <nav className={classes.nav} aria-label={t('nav.label')}>
      <ul>
        {places
          .filter((place) => isAdmin || !place.adminOnly)
          .map(({ to, name, icon: Icon }) => (
            <li key={to}>
              <NavLink to={to}>
                <Icon size={19} stroke={1.7} aria-hidden />
                <span>{t(`nav.${name}`)}</span>
              </NavLink>
            </li>
          ))}
      </ul>
    </nav>
  );
}
