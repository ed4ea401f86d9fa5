import {
  type CallEvent,
  CallRequestFollower,
  type CallVersion,
  type ChangedCallRequest,
} from '@callboard/calls';
import { RecordingsService } from '@callboard/recordings';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** A call as it was just folded. */
export interface FoldedCallFacts {
  readonly pbxCallId: string;
  /** Null if its events make no call. */
  readonly callId: string | null;
  /** Whether there is audio to be looked for. */
  readonly hasRecording: boolean;
  readonly events: readonly CallEvent[];
  /** IANA zone of the account's clock. */
  readonly zone: string;
}

/** What else changed with a call. */
export interface Followed {
  readonly callRequest: ChangedCallRequest | null;
  /** The call once more, if its recordings changed. */
  readonly call: CallVersion | null;
}

/** Lets everything that follows from a call follow in the call's own transaction: both are stored, or none. */
@Injectable()
export class CallFollowers {
  constructor(
    private readonly requests: CallRequestFollower,
    private readonly recordings: RecordingsService,
  ) {}

  async follow(
    { pbxCallId, callId, hasRecording, events, zone }: FoldedCallFacts,
    manager: EntityManager,
  ): Promise<Followed> {
    // Rows of calls are locked before rows of wishes, as where a call is written: two halves of a callback end at once.
    const call = hasRecording && callId !== null ? await this.recordings.follow(callId, manager) : null;
    const callRequest = await this.requests.follow({ pbxCallId, callId }, events, manager, { zone });
    return { callRequest, call };
  }
}
