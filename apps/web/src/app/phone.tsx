import { Suspense } from 'react';
import { useCallParty } from '../features/calls/call-party';
import type { Pop } from '../features/live/pops';
import { withTexts } from '../locales/later';
import { latePart } from '../shared/late/late-part';
import { useViewer } from '../shared/session/viewer';

const PhoneDock = latePart(
  async () => (await withTexts('phone', import('../features/phone/phone-dock'))).PhoneDock,
);

interface PhoneProps {
  pops: readonly Pop[];
  /** Told when a call begins and ends in it. */
  onBusy: (busy: boolean) => void;
}

/** The browser phone over every screen, for those who have an extension. */
export function Phone({ pops, onBusy }: PhoneProps) {
  const partyOf = useCallParty();
  if (useViewer().extensions.length === 0) {
    return null;
  }
  const callers = pops.filter((pop) => !pop.outcome).map((pop) => partyOf(pop.call).title);
  return (
    <Suspense>
      <PhoneDock callers={callers} onBusy={onBusy} />
    </Suspense>
  );
}
