import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../shared/ui/notice';
import type { PhoneTrouble } from './phone-status';

/** What still works: a callback rings the desk phone, unless there is nobody to ask for one. */
const fallbacks: Partial<Record<PhoneTrouble, 'desk' | null>> = {
  no_extension: null,
  pbx_not_configured: null,
  pbx_not_fetched: null,
  offline: 'desk',
  pbx_unreachable: 'desk',
  session_unavailable: 'desk',
};

interface PhoneTroubleNoticeProps {
  code: PhoneTrouble | 'domain_unchecked';
  /** Starts the phone again; absent for warnings, which leave it running. */
  onRestart?: () => void;
}

/** What is wrong with the phone, what to do, and how to call all the same. */
export function PhoneTroubleNotice({ code, onRestart }: PhoneTroubleNoticeProps) {
  const { t } = useTranslation('phone');
  const fallback =
    code === 'domain_unchecked' || fallbacks[code] === undefined ? 'callback' : fallbacks[code];
  return (
    <Notice tone={onRestart ? 'bad' : 'warn'} title={t(`trouble.${code}.title`)}>
      <p>{t(`trouble.${code}.text`)}</p>
      {onRestart && fallback && <p>{t(`fallback.${fallback}`)}</p>}
      {onRestart && (
        <Button size="xs" variant="default" onClick={onRestart}>
          {t('restart')}
        </Button>
      )}
    </Notice>
  );
}
