import { type CallEvent, CallRequestFollower, type ChangedCallRequest } from '@callboard/calls';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** A call as it was just folded. */
export interface FoldedCallFacts {
  readonly pbxCallId: string;
  /** Null if its events make no call. */
  readonly callId: string | null;
  readonly events: readonly CallEvent[];
  /** IANA zone of the account's clock. */
  readonly zone: string;
}

/** What else changed with a call. */
export interface Followed {
  readonly callRequest: ChangedCallRequest | null;
}

/** Lets everything that follows from a call follow in the call's own transaction: both are stored, or none. */
@Injectable()
export class CallFollowers {
  constructor(private readonly requests: CallRequestFollower) {}

  async follow(
    { pbxCallId, callId, events, zone }: FoldedCallFacts,
    manager: EntityManager,
  ): Promise<Followed> {
    return { callRequest: await this.requests.follow({ pbxCallId, callId }, events, manager, { zone }) };
  }
}
