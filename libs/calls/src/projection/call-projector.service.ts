import { isDeepStrictEqual } from 'node:util';
import { PbxService } from '@callboard/pbx';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CallVersion } from '../call-changes.repository';
import type { CallEvent } from '../fold/call-event';
import { extensionsIn } from '../fold/call-legs';
import { fold, type NoCallReason } from '../fold/fold';
import { CallMatcher } from '../matching/call-matcher.service';
import { callIdOf } from './call-id';
import { HelperLegsRepository } from './helper-legs.repository';
import { ProjectionRepository } from './projection.repository';
import {
  isSameProjection,
  newlyRinging,
  type ProjectedCall,
  type Projection,
  type RingingLeg,
  toProjection,
} from './stored-projection';

/** What became of a call's events. */
export type ProjectionResult = {
  /** Whether there is audio to be looked for. */ readonly hasRecording: boolean;
} & (
  | {
      readonly changed: true;
      readonly callId: string;
      readonly version: number;
      /** Extensions that began to ring. */
      readonly ringing: readonly RingingLeg[];
      /** Helper legs that are shown no more, or again, because of this call. */
      readonly helperLegs: readonly CallVersion[];
    }
  | {
      readonly changed: false;
      /** Null if the events make no call. */
      readonly callId: string | null;
      readonly version: number | null;
      readonly ringing: readonly [];
      readonly helperLegs: readonly [];
      readonly noCall: NoCallReason | null;
    }
);

/** Writes what a call's events say. */
@Injectable()
export class CallProjector {
  constructor(
    private readonly projections: ProjectionRepository,
    private readonly matcher: CallMatcher,
    private readonly helperLegs: HelperLegsRepository,
    private readonly pbx: PbxService,
  ) {}

  async project(
    pbxCallId: string,
    events: readonly CallEvent[],
    manager: EntityManager,
    { zone }: { readonly zone: string },
  ): Promise<ProjectionResult> {
    const extensions = [...extensionsIn(events)];
    const assignments = extensions.length > 0 ? await this.pbx.assignmentsOf(extensions, manager) : [];
    const result = fold(events, { zone, assignments });
    if (result.kind === 'no_call') {
      return {
        changed: false,
        callId: null,
        version: null,
        ringing: [],
        helperLegs: [],
        noCall: result.reason,
        hasRecording: false,
      };
    }
    const { hasRecording } = result.call;
    const before = await this.projections.find(pbxCallId, manager);
    const after = toProjection(result.call);
    if (before && isSameProjection(before, after)) {
      return {
        changed: false,
        callId: before.id,
        version: before.version,
        ringing: [],
        helperLegs: [],
        noCall: null,
        hasRecording,
      };
    }
    const { id, version, helperLegs } = await this.write(callIdOf(pbxCallId), before, after, manager);
    const ringing = newlyRinging(before, after);
    return { changed: true, callId: id, version, ringing, hasRecording, helperLegs };
  }

  private async write(
    callId: string,
    before: Projection | null,
    after: Projection,
    manager: EntityManager,
  ): Promise<CallVersion & { readonly helperLegs: readonly CallVersion[] }> {
    const needsMatch = mustBeMatched(before, after);
    const needsTie = mustBeTied(before, after);
    if (needsMatch || needsTie) {
      await this.matcher.lockNumber(after.call.externalNumber, manager);
    }
    const { id, version } = await this.projections.write(callId, after, manager);
    if (needsMatch) {
      await this.matcher.matchCall({ id, ...after.call }, manager);
    }
    const tied = needsTie ? await this.helperLegs.tie({ id, ...after.call }, manager) : [];
    const own = tied.find((leg) => leg.id === id);
    return { id, version: own?.version ?? version, helperLegs: tied.filter((leg) => leg !== own) };
  }
}

function mustBeMatched(before: Projection | null, { call }: Projection): boolean {
  return (
    before?.call.externalNumber !== call.externalNumber ||
    before.call.startedAt.getTime() !== call.startedAt.getTime()
  );
}

/** Whether anything changed that decides which legs are helper legs of which call. */
function mustBeTied(before: Projection | null, { call }: Projection): boolean {
  const decisive = (one: ProjectedCall) => [
    one.customerDialled,
    one.externalNumber,
    one.extension,
    one.startedAt.getTime(),
  ];
  return (
    call.direction === 'outgoing' &&
    (before === null || !isDeepStrictEqual(decisive(before.call), decisive(call)))
  );
}
