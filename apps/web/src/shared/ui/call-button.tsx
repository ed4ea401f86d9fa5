import { IconPhoneOutgoing } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatPhone } from '../format/phone';
import { type Callee, useDialler } from '../session/dialler';
import { useViewer } from '../session/viewer';
import classes from './call-button.module.css';

interface CallButtonProps extends Callee {
  /** -1 in lists of which only one row is in the tab order. */
  tabIndex?: 0 | -1;
  /** For dialogs, which must not cover what becomes of the call. */
  onPressed?: () => void;
}

/** Calls a number with one press; stands beside every number that is not our own. */
export function CallButton({ tabIndex, onPressed, ...callee }: CallButtonProps) {
  const { t } = useTranslation();
  const dial = useDialler();
  const hasPhone = useViewer().extensions.length > 0;
  const who = [callee.name, formatPhone(callee.number)].filter(Boolean).join(', ');
  return (
    <button
      type="button"
      className={classes.button}
      tabIndex={tabIndex}
      aria-label={t('call.to', { who })}
      title={hasPhone ? t('call.hint') : t('call.noExtension')}
      onClick={() => {
        dial(callee);
        onPressed?.();
      }}
    >
      <IconPhoneOutgoing size={16} stroke={1.9} aria-hidden />
    </button>
  );
}
