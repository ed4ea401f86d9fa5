import type { NotificationSwitches } from '@callboard/contracts';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../shared/ui/notice';

const names = [
  'notifyStart',
  'notifyInternal',
  'notifyAnswer',
  'notifyEnd',
  'notifyOutStart',
  'notifyOutEnd',
] as const satisfies readonly (keyof NotificationSwitches)[];

/** Names the notifications that are switched off at Zadarma, because each one is missed somewhere. */
export function SwitchesOff({ switches }: { switches: NotificationSwitches }) {
  const { t } = useTranslation('settings');
  const off = names.filter((name) => !switches[name]);
  if (off.length === 0) {
    return null;
  }
  return (
    <Notice tone="warn">
      {t('webhook.off', { names: off.map((name) => t(`notification.${name}`)).join(', ') })}
    </Notice>
  );
}
