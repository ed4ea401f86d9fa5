import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { withTexts } from '../../locales/later';
import { latePart } from '../../shared/late/late-part';
import type { Wish } from './wishes';

const CallProgress = latePart(
  async () => (await withTexts('callRequests', import('./call-progress'))).CallProgress,
);

interface CallProgressListProps {
  shown: readonly Wish[];
  onRetry: (id: string) => void;
  onDismiss: (id: string) => void;
  className?: string | undefined;
}

/** The viewer's calls on their way out, over every screen; each change is said to screen readers. */
export function CallProgressList({ shown, onRetry, onDismiss, className }: CallProgressListProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('call.region')} aria-live="polite" className={className}>
      <Suspense>
        {shown.map((wish) => (
          <CallProgress key={wish.id} wish={wish} onRetry={onRetry} onDismiss={onDismiss} />
        ))}
      </Suspense>
    </section>
  );
}
