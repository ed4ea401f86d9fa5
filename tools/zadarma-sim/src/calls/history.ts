import * as z from 'zod';
import type { Random } from '../account/identifiers';
import { newChannelId, newPbxCallId } from '../account/identifiers';
import type { RecordingStore } from '../recordings/recording-store';
import type { CallStatistics } from './call-statistics';

/** A call that ended in the past and that nobody was told about. */
export const pastCallSchema = z.strictObject({
  direction: z.enum(['in', 'out']),
  /** The number on the other side. */
  number: z.string(),
  /** Our number that was called; incoming calls only. */
  did: z.string().default('48221234567'),
  extension: z.string().default('100'),
  /** ISO 8601 with offset. */
  startedAt: z.iso.datetime({ offset: true }),
  durationSeconds: z.number().int().min(0).default(60),
  disposition: z.string().default('answered'),
  recorded: z.boolean().default(true),
});

export type PastCall = z.input<typeof pastCallSchema>;

interface HistoryStores {
  statistics: CallStatistics;
  recordings: RecordingStore;
  random: Random;
}

/** Puts a past call into the report (and its recording into the store). Returns its `pbx_call_id`. */
export function addPastCall(given: PastCall, { statistics, recordings, random }: HistoryStores): string {
  const call = pastCallSchema.parse(given);
  const startedAt = Date.parse(call.startedAt);
  const pbxCallId = newPbxCallId(random, call.direction);
  const callId = newChannelId(random, startedAt);
  const answered = call.disposition === 'answered';
  const recorded = call.recorded && answered;
  const seconds = answered ? call.durationSeconds : 0;
  statistics.add({
    pbxCallId,
    callId,
    startedAt,
    sip: answered || call.direction === 'out' ? call.extension : '0',
    clid: call.direction === 'in' ? call.number : `Ext (${call.extension})`,
    destination: call.direction === 'in' ? call.did : call.number,
    disposition: call.disposition,
    seconds,
    recorded,
  });
  if (recorded) {
    const { direction, extension: party } = call;
    recordings.add({ callId, pbxCallId, direction, party, seconds, startedAt });
    recordings.markReady(callId);
  }
  return pbxCallId;
}
