import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { CallsPage } from '../../features/calls/calls-page';
import { employeesQuery } from '../../features/employees/queries';
import { TranscriptSearchButton } from '../../features/recordings/transcript-search-button';
import { recordingCell } from '../recording-cell';
import { latePart } from '../../shared/late/late-part';
import { useViewer } from '../../shared/session/viewer';
import { useLiveState } from '../signed-in';

const FirstSteps = latePart(async () => (await import('./first-steps')).FirstSteps);

/** The calls list with the people to filter by. */
export function CallsRoute() {
  const isAdmin = useViewer().role === 'admin';
  const { data: people } = useQuery(employeesQuery());
  return (
    <CallsPage
      people={people ?? []}
      live={useLiveState() !== 'offline'}
      recordingCell={recordingCell}
      actions={<TranscriptSearchButton />}
      firstSteps={
        isAdmin && (
          <Suspense>
            <FirstSteps />
          </Suspense>
        )
      }
    />
  );
}
