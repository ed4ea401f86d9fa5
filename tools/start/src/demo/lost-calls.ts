import { Inbox } from '@callboard/zadarma';
import { withInbox } from './demo-inbox';

/** A notification of a call whose end was never told. */
export interface LostNotification {
  readonly pbxCallId: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly receivedAt: Date;
}

/** Of every call that is not over; there are few, and the inbox of a demo is small. */
const unfinished = `
  SELECT pbx_call_id AS "pbxCallId", event, fields, received_at AS "receivedAt" FROM inbound_events told
  WHERE source = 'webhook' AND event LIKE 'NOTIFY%' AND pbx_call_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM inbound_events ended WHERE ended.pbx_call_id = told.pbx_call_id
      AND (ended.event LIKE '%END' OR ended.source = 'closer'))
  ORDER BY id`;

/**
 * Ends the calls that a simulated PBX took with it when it ended, so that nobody talks for hours in the list of the
 * next one. Must be over before that one begins its day.
 */
export async function endLostCalls(databaseUrl: string): Promise<void> {
  await withInbox(databaseUrl, async (events) => {
    const lost = await events.manager.query<LostNotification[]>(unfinished);
    if (lost.length > 0) {
      // The last sign of life of all that is known.
      const [last] = await events.find({ order: { receivedAt: 'DESC' }, take: 1 });
      const ends = endsOf(lost, last?.receivedAt ?? new Date());
      const receivedAt = new Date();
      await new Inbox(events).add(ends.map((fields) => ({ source: 'webhook' as const, fields, receivedAt })));
    }
  });
}

/** What the PBX would have told of each call if it had been hung up at `until`. */
export function endsOf(lost: readonly LostNotification[], until: Date): Record<string, string>[] {
  const calls = new Set(lost.map(({ pbxCallId }) => pbxCallId));
  return [...calls].flatMap((id) => {
    const told = lost.filter(({ pbxCallId }) => pbxCallId === id);
    const begun = told.findLast(({ event }) => event.endsWith('START'));
    return begun ? [endOf(begun, told, until)] : [];
  });
}

function endOf(
  { pbxCallId, fields }: LostNotification,
  told: readonly LostNotification[],
  until: Date,
): Record<string, string> {
  const answer = told.findLast(({ event }) => event === 'NOTIFY_ANSWER');
  const seconds = answer ? Math.round((until.getTime() - answer.receivedAt.getTime()) / 1_000) : 0;
  const extension = answer?.fields.internal ?? '';
  const isIncoming = pbxCallId.startsWith('in_');
  return {
    ...fields,
    ...(isIncoming && answer && { internal: extension, last_internal: extension }),
    event: isIncoming ? 'NOTIFY_END' : 'NOTIFY_OUT_END',
    duration: String(Math.max(0, seconds)),
    disposition: answer ? 'answered' : 'cancel',
    status_code: '16',
    is_recorded: '0',
    call_id_with_rec: '',
    calltype: 'normal',
  };
}
