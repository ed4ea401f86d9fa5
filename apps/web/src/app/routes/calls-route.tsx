import { useQuery } from '@tanstack/react-query';
import { CallsPage } from '../../features/calls/calls-page';
import { employeesQuery } from '../../features/employees/queries';
import { TranscriptSearchButton } from '../../features/recordings/transcript-search-button';
import { recordingCell } from '../recording-cell';
import { useLiveState } from '../signed-in';

/** The calls list with the people to filter by. */
export function CallsRoute() {
  const { data: people } = useQuery(employeesQuery());
  return (
    <CallsPage
      people={people ?? []}
      live={useLiveState() !== 'offline'}
      recordingCell={recordingCell}
      actions={<TranscriptSearchButton />}
    />
  );
}
