import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CallEvent } from '../fold/call-event';
import { HelperLegsRepository, type Ties } from '../projection/helper-legs.repository';
import type { CallRequestEntity } from './call-request.entity';
import { CallRequestsRepository, type ChangedCallRequest } from './call-requests.repository';
import { callProgress, type DialledCall, readDialledCall } from './dialled-call';
import { type CallKeys, requestOfCall } from './request-of-call';
import { nextProgress } from './request-progress';

/** The call in question, as it was folded. */
type FoldedKeys = Omit<CallKeys, 'legIds'>;

type ToldOfWish = Pick<DialledCall, 'isHelper' | 'progress'>;

/** Ties calls to the wishes they came from, and lets the wishes know how far their calls have come. */
@Injectable()
export class CallRequestFollower {
  constructor(
    private readonly requests: CallRequestsRepository,
    private readonly helperLegs: HelperLegsRepository,
  ) {}

  /**
   * To be called with all events of a call after it was projected, in the same transaction, which holds the call's lock.
   * A repeat changes nothing.
   *
   * @returns the wish, if it changed
   */
  async follow(
    { pbxCallId, callId }: FoldedKeys,
    events: readonly CallEvent[],
    manager: EntityManager,
    { zone }: { readonly zone: string },
  ): Promise<ChangedCallRequest | null> {
    const call = readDialledCall(events, zone);
    if (!call) {
      return null;
    }
    const { helperOfId, legIds } = await this.tiesOf(callId, manager);
    const next =
      callId !== null && helperOfId !== null && call.progress.about === 'customer'
        ? await this.afterPhantom({ pbxCallId, callId }, helperOfId, call, manager)
        : await this.afterCall({ pbxCallId, callId, legIds }, call, manager);
    return next && this.requests.advance(next, manager);
  }

  private async afterCall(
    keys: CallKeys,
    call: DialledCall,
    manager: EntityManager,
  ): Promise<CallRequestEntity | null> {
    const candidates = await this.requests.candidates(keys, call, manager);
    const request = requestOfCall(keys, call, candidates);
    return request && advanced(request, keys, call);
  }

  /**
   * A phantom leg belongs to no wish. One that was taken for the call of a wish, before anything was told of the other id,
   * gives way to the call it is a leg of, unless that has a wish of its own.
   */
  private async afterPhantom(
    leg: FoldedKeys,
    callId: string,
    told: DialledCall,
    manager: EntityManager,
  ): Promise<CallRequestEntity | null> {
    // Locked before the wish is read: a change of the call that is under way then finds the leg, or is seen here.
    const call = await this.helperLegs.lockedCall(callId, manager);
    const request = leg.callId && (await this.requests.ofCall(leg.callId, manager));
    if (!request) {
      return null;
    }
    return call && !(await this.requests.ofCall(callId, manager))
      ? advanced(request, { ...leg, callId }, { isHelper: false, progress: callProgress(call) })
      : advanced(request, leg, told);
  }

  private tiesOf(callId: string | null, manager: EntityManager): Promise<Ties> {
    return callId === null
      ? Promise.resolve({ helperOfId: null, legIds: [] })
      : this.helperLegs.tiesOf(callId, manager);
  }
}

/** The wish as it now stands; null if that is where it stood. */
function advanced(request: CallRequestEntity, keys: FoldedKeys, call: ToldOfWish): CallRequestEntity | null {
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
  keys: FoldedKeys,
  { isHelper, progress }: ToldOfWish,
): string | null {
  if (isHelper) {
    return callId;
  }
  return progress.about === 'customer' ? keys.callId : (callId ?? keys.callId);
}
