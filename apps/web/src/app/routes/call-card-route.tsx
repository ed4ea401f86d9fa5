import { useParams } from 'react-router';
import { CallCardPage } from '../../features/calls/card/call-card-page';

/** The card of the call in the address. */
export function CallCardRoute() {
  const id = useParams()['id'] ?? '';
  return <CallCardPage key={id} id={id} />;
}
