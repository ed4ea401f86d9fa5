import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CallEvent } from '../fold/call-event';
import type { CallRequestEntity } from './call-request.entity';
import { CallRequestsRepository, type ChangedCallRequest } from './call-requests.repository';
import { type DialledCall, readDialledCall } from './dialled-call';
import { type CallKeys, requestOfCall } from './request-of-call';
import { nextProgress } from './request-progress';

/** Ties calls to the wishes they came from, and lets the wishes know how far their calls have come. */
@Injectable()
export class CallRequestFollower {
  constructor(private readonly requests: CallRequestsRepository) {}

  /**
   * To be called with all events of a call after it was projected, in the same transaction, which holds the call's lock.
   * A repeat changes nothing.
   *
   * @returns the wish, if it changed
   */
  async follow(
    keys: CallKeys,
    events: readonly CallEvent[],
    manager: EntityManager,
    { zone }: { readonly zone: string },
  ): Promise<ChangedCallRequest | null> {
    const call = readDialledCall(events, zone);
    if (!call) {
      return null;
    }
    const candidates = await this.requests.candidates(keys, call, manager);
    const request = requestOfCall(keys, call, candidates);
    const next = request && advanced(request, keys, call);
    return next ? this.requests.advance(next, manager) : null;
  }
}

/** The wish as it now stands; null if that is where it stood. */
function advanced(request: CallRequestEntity, keys: CallKeys, call: DialledCall): CallRequestEntity | null {
  const present = { state: request.state, failure: request.failureCode };
  const progress = nextProgress(present, call.progress);
  const callId = callOf(request, keys, call);
  const helperPbxCallId = call.isHelper ? keys.pbxCallId : request.helperPbxCallId;
  if (progress === present && callId === request.callId && helperPbxCallId === request.helperPbxCallId) {
    return null;
  }
  return { ...request, state: progress.state, failureCode: progress.failure, callId, helperPbxCallId };
}

/** The customer's leg is the call; the own phone's only where nothing better is known. */
function callOf(
  { callId }: CallRequestEntity,
  keys: CallKeys,
  { isHelper, progress }: DialledCall,
): string | null {
  if (isHelper) {
    return callId;
  }
  return progress.about === 'customer' ? keys.callId : (callId ?? keys.callId);
}
