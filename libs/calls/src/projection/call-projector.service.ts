import { PbxService } from '@callboard/pbx';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CallEvent } from '../fold/call-event';
import { extensionsIn } from '../fold/call-legs';
import { fold, type NoCallReason } from '../fold/fold';
import { CallMatcher } from '../matching/call-matcher.service';
import { callIdOf } from './call-id';
import { ProjectionRepository } from './projection.repository';
import {
  isSameProjection,
  newlyRinging,
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
    }
  | {
      readonly changed: false;
      /** Null if the events make no call. */
      readonly callId: string | null;
      readonly version: number | null;
      readonly ringing: readonly [];
      readonly noCall: NoCallReason | null;
    }
);

/** Writes what a call's events say. */
@Injectable()
export class CallProjector {
  constructor(
    private readonly projections: ProjectionRepository,
    private readonly matcher: CallMatcher,
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
        noCall: null,
        hasRecording,
      };
    }
    const needsMatch = mustBeMatched(before, after);
    if (needsMatch) {
      await this.matcher.lockNumber(after.call.externalNumber, manager);
    }
    const { id, version } = await this.projections.write(callIdOf(pbxCallId), after, manager);
    if (needsMatch) {
      await this.matcher.matchCall({ id, ...after.call }, manager);
    }
    return { changed: true, callId: id, version, ringing: newlyRinging(before, after), hasRecording };
  }
}

function mustBeMatched(before: Projection | null, { call }: Projection): boolean {
  return (
    before?.call.externalNumber !== call.externalNumber ||
    before.call.startedAt.getTime() !== call.startedAt.getTime()
  );
}
