import { language, type Language, type Me } from '@callboard/contracts';
import { Menu, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconBell, IconBellOff, IconKeyboard, IconLogout } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setLanguageMutation, signOutMutation } from '../../features/auth/queries';
import { isRingSoundOn, setRingSound } from '../../features/live/ring-sound';
import { useViewer } from '../../shared/session/viewer';
import { switchLanguage } from '../i18n';
import { useSignedOut } from '../session';

const schemes = ['auto', 'light', 'dark'] as const;

/** Each language in its own words. */
const languageNames: Record<Language, string> = { pl: 'Polski', en: 'English' };

interface UserMenuChoicesProps {
  /** The button that opens the menu. */
  target: ReactElement;
  onKeys: () => void;
}

/** What belongs to the viewer: language, look, sound, keys, and the way out. Begins open. */
export function UserMenuChoices({ target, onKeys }: UserMenuChoicesProps) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const signedOut = useSignedOut();
  const signOut = useMutation({ ...signOutMutation(), onSettled: () => signedOut('everywhere') });
  return (
    <Menu
      defaultOpened
      position="bottom-end"
      width={250}
      closeOnItemClick={false}
      withInitialFocusPlaceholder={false}
      withinPortal={false}
    >
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{whoIs(viewer)}</Menu.Label>
        <LanguageChoice />
        <Menu.Divider />
        <SchemeChoice />
        <Menu.Divider />
        <SoundSwitch />
        <Menu.Item leftSection={<IconKeyboard size={18} aria-hidden />} onClick={onKeys} closeMenuOnClick>
          {t('keys.title')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={18} aria-hidden />}
          onClick={() => signOut.mutate()}
          closeMenuOnClick
        >
          {t('menu.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const whoIs = ({ email, extensions }: Me): string => [email, ...extensions].join(' · ');

function LanguageChoice() {
  const { t, i18n } = useTranslation();
  const remember = useMutation(setLanguageMutation(useQueryClient()));
  return (
    <div role="group" aria-label={t('menu.language')}>
      <Menu.Label>{t('menu.language')}</Menu.Label>
      <Menu.RadioGroup
        value={i18n.language}
        onChange={(value) => {
          const chosen = language.parse(value);
          void switchLanguage(chosen);
          remember.mutate(chosen);
        }}
      >
        {language.options.map((each) => (
          <Menu.RadioItem key={each} value={each} lang={each}>
            {languageNames[each]}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </div>
  );
}

function SchemeChoice() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div role="group" aria-label={t('menu.scheme')}>
      <Menu.Label>{t('menu.scheme')}</Menu.Label>
      <Menu.RadioGroup
        value={colorScheme}
        onChange={(value) => setColorScheme(schemes.find((scheme) => scheme === value) ?? 'auto')}
      >
        {schemes.map((scheme) => (
          <Menu.RadioItem key={scheme} value={scheme}>
            {t(`menu.${scheme}`)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </div>
  );
}

function SoundSwitch() {
  const { t } = useTranslation();
  const [on, setOn] = useState(isRingSoundOn);
  const Icon = on ? IconBell : IconBellOff;
  return (
    <Menu.Item
      leftSection={<Icon size={18} aria-hidden />}
      onClick={() => {
        setRingSound(!on);
        setOn(!on);
      }}
    >
      {t(on ? 'menu.soundOn' : 'menu.soundOff')}
    </Menu.Item>
  );
}
