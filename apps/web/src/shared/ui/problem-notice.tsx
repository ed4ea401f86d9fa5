import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem';
import { Notice } from './notice';
import { useProblemText } from './problem-text';

interface ProblemNoticeProps {
  error: unknown;
  title?: string;
  onRetry?: () => void;
}

/** What is not there will not be there for asking again. */
const isSettled = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;

/** A failure in words, with the way to try again. */
export function ProblemNotice({ error, title, onRetry }: ProblemNoticeProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  return (
    <Notice
      tone="bad"
      title={title}
      action={
        onRetry &&
        !isSettled(error) && (
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
