import type { CallDetail } from '@callboard/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { useCallParty } from '../../features/calls/call-party';
import { CallCardPage } from '../../features/calls/card/call-card-page';
import { callQuery } from '../../features/calls/queries';
import { RecordingsPanel } from '../../features/recordings/recordings-panel';

/** The card of the call in the address, with its recordings. */
export function CallCardRoute() {
  const id = useParams()['id'] ?? '';
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
