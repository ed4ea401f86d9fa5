import type { CallAudioFacts } from '@callboard/calls';
import { Clock, newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { availableAfterMs } from './life/after-failure';
import { type PartIdentity, type PartsPlan, planParts, type ToldPart } from './life/plan-parts';
import { afterStep } from './life/recording-life';
import type { RecordingEntity } from './recording.entity';
import { type RecordingPatch, RecordingsRepository } from './recordings.repository';

/** Keeps a call's rows as they must be by what was told of it. */
@Injectable()
export class RecordingParts {
  constructor(
    private readonly rows: RecordingsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds and changes rows; the call must be held (`CallsService.audioFacts`).
   *
   * @param newState `remote`: new rows are taken for being at the source, and nothing is asked for
   * @returns true if viewers could notice
   */
  async tell(
    facts: CallAudioFacts,
    told: readonly ToldPart[],
    manager: EntityManager,
    newState: 'expected' | 'remote' = 'expected',
  ): Promise<boolean> {
    const known = await this.rows.ofCall(facts.callId, manager);
    const plan = planParts(told, known);
    for (const row of known) {
      await this.bringUpToDate(row, facts, plan, manager);
    }
    for (const identity of plan.added) {
      await this.rows.add(this.newRow(facts, identity, newState), manager);
    }
    return plan.added.length + plan.changed.length > 0;
  }

  private async bringUpToDate(
    row: RecordingEntity,
    { endedAt }: CallAudioFacts,
    plan: PartsPlan,
    manager: EntityManager,
  ): Promise<void> {
    const patch: RecordingPatch = { ...identityPatch(row, plan), ...endPatch(row, endedAt) };
    if (Object.keys(patch).length > 0) {
      await this.rows.change(row.id, patch, this.clock.now(), manager);
    }
  }

  private newRow(
    { callId, pbxCallId, endedAt }: CallAudioFacts,
    identity: PartIdentity,
    state: 'expected' | 'remote',
  ): Omit<RecordingEntity, 'version' | 'updatedAt'> {
    return {
      ...identity,
      id: newId(),
      callId,
      pbxCallId,
      state,
      reason: null,
      fetchAttempts: 0,
      ...availability(endedAt),
      ...(state === 'remote' && { nextAttemptAt: null }),
      leaseId: null,
      demandedAt: null,
      storageKey: null,
      contentType: null,
      sizeBytes: null,
      durationSeconds: null,
      sha256: null,
      legalHold: false,
      callEndedAt: endedAt,
      storedAt: null,
      deletedAt: null,
      createdAt: this.clock.now(),
    };
  }
}

/** Nothing is asked for while the call lives, or too early. */
function availability(endedAt: Date | null): Pick<RecordingEntity, 'availableFrom' | 'nextAttemptAt'> {
  const from = endedAt && new Date(endedAt.getTime() + availableAfterMs);
  return { availableFrom: from, nextAttemptAt: from };
}

function identityPatch(row: RecordingEntity, { changed }: PartsPlan): RecordingPatch {
  const change = changed.find(({ id }) => id === row.id);
  if (!change) {
    return {};
  }
  const { partKey, sourceId, part, takenOver } = change;
  const again: RecordingPatch =
    takenOver && row.state === 'missing'
      ? {
          state: afterStep(row.state, 'toldAgain'),
          reason: null,
          fetchAttempts: 0,
          nextAttemptAt: row.availableFrom,
        }
      : {};
  return { partKey, sourceId, part, ...again };
}

/** The end may be told late, or corrected; it moves only what nobody has begun to fetch. */
function endPatch(row: RecordingEntity, endedAt: Date | null): RecordingPatch {
  if (row.callEndedAt?.getTime() === endedAt?.getTime()) {
    return {};
  }
  return { callEndedAt: endedAt, ...(row.state === 'expected' && availability(endedAt)) };
}
