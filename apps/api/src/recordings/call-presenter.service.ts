import type { Principal } from '@callboard/auth';
import type { CallRecord, CallSummary } from '@callboard/calls';
import type { CallDetail, CallItem } from '@callboard/contracts';
import { type CallAudio, RecordingsReader } from '@callboard/recordings';
import { Injectable } from '@nestjs/common';
import { mayListen } from './may-listen';

/** Adds to calls what the recordings room knows of them, for one viewer. */
@Injectable()
export class CallPresenter {
  constructor(private readonly recordings: RecordingsReader) {}

  /** One query for all of them. */
  async items(calls: readonly CallSummary[], principal: Principal): Promise<CallItem[]> {
    const audio = await this.audioOf(calls.map(({ id }) => id));
    return calls.map((call) => shownTo(principal, call, audio.get(call.id)));
  }

  async detail(call: CallRecord, principal: Principal): Promise<CallDetail> {
    const [audio, recordings] = await Promise.all([this.audioOf([call.id]), this.recordings.ofCall(call.id)]);
    return { ...shownTo(principal, call, audio.get(call.id)), recordings };
  }

  /** For those who show calls to many viewers at once. */
  audioOf(callIds: readonly string[]): Promise<Map<string, CallAudio>> {
    return callIds.length === 0
      ? Promise.resolve(new Map<string, CallAudio>())
      : this.recordings.audioOf(callIds);
  }
}

/** A call as the viewer sees it. */
export function shownTo<Call extends CallSummary>(
  principal: Principal,
  call: Call,
  audio: CallAudio | undefined,
): Call & Pick<CallItem, 'recording'> {
  return withRecording(call, audio, mayListen(principal, audio));
}

/** A call as everybody sees it who may listen, or who may not. */
export function withRecording<Call extends CallSummary>(
  call: Call,
  audio: CallAudio | undefined,
  isAudible: boolean,
): Call & Pick<CallItem, 'recording'> {
  const recording = audio ? { state: audio.state, parts: audio.parts, mayListen: isAudible } : null;
  return { ...call, recording };
}
