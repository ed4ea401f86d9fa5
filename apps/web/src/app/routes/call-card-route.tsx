import type { CallDetail } from '@callboard/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useParams } from 'react-router';
import { useCallParty } from '../../features/calls/call-party';
import { CallCardPage } from '../../features/calls/card/call-card-page';
import { callQuery } from '../../features/calls/queries';
import { RecordingsPanel } from '../../features/recordings/recordings-panel';

/** The card of the call in the address, with its recordings; a helper leg's address leads on to its call. */
export function CallCardRoute() {
  const id = useParams()['id'] ?? '';
  const { data: call } = useQuery(callQuery(id));
  if (call && call.id !== id) {
    return <Navigate to={`/calls/${call.id}`} replace />;
  }
  return <CallCardPage key={id} id={id} recordings={(call) => <Recordings call={call} />} />;
}

function Recordings({ call }: { call: CallDetail }) {
  const client = useQueryClient();
  return (
    <RecordingsPanel
      call={call}
      name={useCallParty()(call).title}
      onChanged={() => void client.invalidateQueries({ queryKey: callQuery(call.id).queryKey })}
    />
  );
}
