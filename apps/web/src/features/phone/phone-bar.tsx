import {
  IconChevronDown,
  IconChevronUp,
  IconPhone,
  IconPhoneCall,
  IconPhoneOff,
  IconPhoneRinging,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './phone-dock.module.css';
import type { PhoneStatus } from './phone-status';
import type { PhoneTurn } from './phone-tabs';

const icons = {
  starting: IconPhone,
  ready: IconPhone,
  elsewhere: IconPhone,
  ringing: IconPhoneRinging,
  talking: IconPhoneCall,
  stopped: IconPhoneOff,
  silent: IconPhoneOff,
};
type PhoneWord = keyof typeof icons;

/** The phone in one word; what needs the viewer comes first. */
export function wordOf(turn: PhoneTurn, status: PhoneStatus, isRinging: boolean): PhoneWord {
  if (turn === 'silent') {
    return 'silent';
  }
  if (status.trouble) {
    return 'stopped';
  }
  if (isRinging || status.activity === 'ringing') {
    return 'ringing';
  }
  if (status.activity === 'talking') {
    return 'talking';
  }
  return turn === 'leading' ? (status.stage === 'ready' ? 'ready' : 'starting') : 'elsewhere';
}

interface PhoneBarProps {
  word: PhoneWord;
  extension: string | null;
  /** True while the browser would keep the ring silent. */
  mute: boolean;
  open: boolean;
  /** Id of what the bar opens. */
  controls: string;
  onToggle: () => void;
}

/** The part of the dock that is always there: whose phone, how it stands, and the way to open it. */
export function PhoneBar({ word, extension, mute, open, controls, onToggle }: PhoneBarProps) {
  const { t } = useTranslation('phone');
  const Icon = icons[word];
  const Chevron = open ? IconChevronDown : IconChevronUp;
  return (
    <button
      type="button"
      className={classes.bar}
      data-word={word}
      aria-expanded={open}
      aria-controls={controls}
      onClick={onToggle}
    >
      <Icon size={18} stroke={1.9} aria-hidden />
      <span className={classes.name}>{extension ? t('name', { extension }) : t('nameless')}</span>
      <span className={classes.word}>{t(`state.${word}`)}</span>
      {mute && <IconVolumeOff size={16} stroke={1.9} role="img" aria-label={t('sound.mute')} />}
      <Chevron size={16} stroke={1.9} aria-hidden />
    </button>
  );
}
