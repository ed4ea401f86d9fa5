import type { CallDirection, CallItem, CallStatus } from '@callboard/contracts';
import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconBan,
  IconCheck,
  IconHelp,
  IconPhoneCalling,
  IconPhoneOff,
  IconPhoneX,
  IconVolume,
  type IconProps,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../shared/ui/badge';
import classes from './call-marks.module.css';

const looks: Record<CallStatus, { tone: Tone; icon: ComponentType<IconProps> }> = {
  ringing: { tone: 'warn', icon: IconPhoneCalling },
  talking: { tone: 'active', icon: IconVolume },
  answered: { tone: 'good', icon: IconCheck },
  missed: { tone: 'bad', icon: IconPhoneX },
  unanswered: { tone: 'still', icon: IconPhoneX },
  busy: { tone: 'still', icon: IconPhoneOff },
  cancelled: { tone: 'still', icon: IconBan },
  failed: { tone: 'bad', icon: IconPhoneOff },
  ended_unknown: { tone: 'still', icon: IconHelp },
};

/** How a call stands or ended, by icon and word; the reason on hover. */
export function ResultBadge({ call }: { call: Pick<CallItem, 'status' | 'reason'> }) {
  const { t } = useTranslation('calls');
  const { tone, icon } = looks[call.status];
  return (
    <Badge tone={tone} icon={icon} title={call.reason ? t(`reason.${call.reason}`) : undefined}>
      {t(`status.${call.status}`)}
    </Badge>
  );
}

/** Where a call came from, by icon and word. */
export function DirectionMark({ direction }: { direction: CallDirection }) {
  const { t } = useTranslation('calls');
  const Icon = direction === 'incoming' ? IconArrowDownLeft : IconArrowUpRight;
  return (
    <span className={classes.direction} data-direction={direction} title={t(`direction.${direction}`)}>
      <Icon size={16} stroke={2} aria-hidden />
      <span>{t(`direction.${direction}`)}</span>
    </span>
  );
}
