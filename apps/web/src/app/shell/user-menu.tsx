import { type Language, type Me } from '@callboard/contracts';
import { Button, Menu, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  IconBell,
  IconBellOff,
  IconCheck,
  IconKeyboard,
  IconLogout,
  IconUserCircle,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setLanguageMutation, signOutMutation } from '../../features/auth/queries';
import { isRingSoundOn, setRingSound } from '../../features/live/ring-sound';
import { useViewer } from '../../shared/session/viewer';
import { switchLanguage } from '../i18n';
import { useSignedOut } from '../session';
import classes from './user-menu.module.css';

const schemes = ['auto', 'light', 'dark'] as const;

/** Each language in its own words. */
const languages: Record<Language, string> = { pl: 'Polski', en: 'English' };

/** What belongs to the viewer: language, look, sound, keys, and the way out. */
export function UserMenu({ onKeys }: { onKeys: () => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const signedOut = useSignedOut();
  const signOut = useMutation({ ...signOutMutation(), onSettled: () => signedOut('everywhere') });
  return (
    <Menu position="bottom-end" width={250} closeOnItemClick={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          px="xs"
          aria-label={t('menu.open', { name: viewer.name })}
          leftSection={<IconUserCircle size={20} stroke={1.7} aria-hidden />}
          classNames={{ section: classes.section, label: classes.name }}
        >
          {viewer.name}
        </Button>
      </Menu.Target>
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
    <>
      <Menu.Label>{t('menu.language')}</Menu.Label>
      {(Object.keys(languages) as Language[]).map((language) => (
        <Choice
          key={language}
          on={i18n.language === language}
          onChoose={() => {
            void switchLanguage(language);
            remember.mutate(language);
          }}
        >
          <span lang={language}>{languages[language]}</span>
        </Choice>
      ))}
    </>
  );
}

function SchemeChoice() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{t('menu.scheme')}</Menu.Label>
      {schemes.map((scheme) => (
        <Choice key={scheme} on={colorScheme === scheme} onChoose={() => setColorScheme(scheme)}>
          {t(`menu.${scheme}`)}
        </Choice>
      ))}
    </>
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

interface ChoiceProps {
  on: boolean;
  onChoose: () => void;
  children: ReactNode;
}

function Choice({ on, onChoose, children }: ChoiceProps) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={on}
      leftSection={<IconCheck size={18} aria-hidden opacity={on ? 1 : 0} />}
      onClick={onChoose}
    >
      {children}
    </Menu.Item>
  );
}
