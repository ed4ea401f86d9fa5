import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Notice } from './notice';
import { useProblemText } from './problem-text';

interface ProblemNoticeProps {
  error: unknown;
  title?: string;
  onRetry?: () => void;
}

/** A failure in words, with the way to try again. */
export function ProblemNotice({ error, title, onRetry }: ProblemNoticeProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  return (
    <Notice
      tone="bad"
      title={title}
      action={
        onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('tryAgain')}
          </Button>
        )
      }
    >
      {textOf(error)}
    </Notice>
  );
}
