import { Button, CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Notice } from '../ui/notice';

interface LateNoticeProps {
  isGone: boolean;
  onRetry: () => void;
  onClose?: () => void;
}

/** Says that a part of the application is not there yet, or not any more, and what helps. */
export function LateNotice({ isGone, onRetry, onClose }: LateNoticeProps) {
  const { t } = useTranslation();
  return (
    <Notice tone="bad" action={onClose && <CloseButton aria-label={t('close')} onClick={onClose} />}>
      {isGone ? t('late.gone') : t('late.away')}
      <Button size="xs" variant="default" mt="xs" display="block" onClick={onRetry}>
        {isGone ? t('late.load') : t('tryAgain')}
      </Button>
    </Notice>
  );
}
