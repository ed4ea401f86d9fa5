import type { CallVersion } from '@callboard/calls';
import { Clock, newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { HeldRecordings } from '../held-recordings.service';
import type { ToldPart } from '../life/plan-parts';
import { afterStep, type RecordingStep, statesBefore } from '../life/recording-life';
import { RecordingParts } from '../recording-parts.service';
import type { RecordingEntity } from '../recording.entity';
import { type RecordingPatch, RecordingsRepository } from '../recordings.repository';

/** An attempt that is not renewed for so long belongs to a dead process. */
const leaseMs = 60_000;
const renewEveryMs = 20_000;

/** A recording in the hands of one attempt. */
export type LeasedRecording = RecordingEntity & { readonly leaseId: string };

/** A change of a recording, with the call's new version if viewers could notice. */
export interface RecordingChange {
  readonly recording: LeasedRecording;
  readonly call: CallVersion | null;
}

/** Sees to it that one attempt at a time works on a recording, wherever it runs, and that dead ones are followed. */
@Injectable()
export class RecordingAttempts {
  constructor(
    private readonly rows: RecordingsRepository,
    private readonly parts: RecordingParts,
    private readonly held: HeldRecordings,
    private readonly clock: Clock,
  ) {}

  /** Takes the recording; null if it is not due, or somebody else has it. */
  async begin(id: string): Promise<RecordingChange | null> {
    return this.held.ifThere(id, async (held) => {
      const { row, manager } = held;
      const now = this.clock.now();
      const isDue = row.nextAttemptAt !== null && row.nextAttemptAt <= now;
      if (!isDue || !statesBefore('attempted').includes(row.state)) {
        return null;
      }
      const leaseId = newId();
      const patch = {
        state: afterStep(row.state, 'attempted'),
        leaseId,
        nextAttemptAt: new Date(now.getTime() + leaseMs),
        fetchAttempts: row.fetchAttempts + 1,
      };
      await this.rows.change(id, patch, now, manager);
      const call = row.state === patch.state ? null : await this.held.touchCall(held);
      return { recording: { ...row, ...patch }, call };
    });
  }

  /** Keeps the attempt alive until the returned function is called; `onLost` if it was taken away. */
  keep({ id, leaseId }: LeasedRecording, onLost: () => void): () => void {
    const renew = async (): Promise<void> => {
      const now = this.clock.now();
      const until = new Date(now.getTime() + leaseMs);
      if (!(await this.rows.changeLeased({ id, leaseId }, { nextAttemptAt: until }, now))) {
        onLost();
      }
    };
    // A database that is away for a moment does not end a download: the lease lasts for three tries.
    const timer = setInterval(() => void renew().catch(() => undefined), renewEveryMs);
    return () => clearInterval(timer);
  }

  /** Adds the parts that were found for a placeholder; the recording may have its id now. Null if it was taken away. */
  async discovered(
    { id, leaseId }: LeasedRecording,
    told: readonly ToldPart[],
  ): Promise<RecordingChange | null> {
    return this.held.ifThere(id, async (held) => {
      const { row, facts, manager } = held;
      if (row.leaseId !== leaseId) {
        return null;
      }
      const changed = await this.parts.tell(facts, told, manager);
      const after = await this.rows.find(id, manager);
      const call = changed ? await this.held.touchCall(held) : null;
      return after && { recording: { ...after, leaseId }, call };
    });
  }

  /** Ends the attempt with a step of the recording's life. Null if it was taken away meanwhile. */
  end(
    recording: LeasedRecording,
    step: RecordingStep,
    patch: RecordingPatch,
  ): Promise<RecordingChange | null> {
    const state = afterStep(recording.state, step);
    return this.release(recording, { nextAttemptAt: null, demandedAt: null, ...patch, state });
  }

  /** Ends the attempt; another will follow. Null if it was taken away meanwhile. */
  retryAt(
    recording: LeasedRecording,
    at: Date,
    patch: Pick<RecordingPatch, 'reason' | 'fetchAttempts' | 'demandedAt'>,
  ): Promise<RecordingChange | null> {
    return this.release(recording, { ...patch, nextAttemptAt: at });
  }

  /** True if the source gave another recording since the attempt before this one failed. */
  haveOthersCome({ updatedAt }: LeasedRecording): Promise<boolean> {
    // Nobody changed the row since, or only later: then less counts against it.
    return this.rows.haveSomeCome(updatedAt);
  }

  /** True if the file of an attempt that was taken away is nobody's. */
  async isAbandoned(id: string): Promise<boolean> {
    const row = await this.rows.find(id);
    return row === null || row.state === 'deleted' || row.state === 'missing';
  }

  private release(recording: LeasedRecording, patch: RecordingPatch): Promise<RecordingChange | null> {
    const { id, leaseId } = recording;
    return this.held.ifThere(id, async (held) => {
      const { row, manager } = held;
      const now = this.clock.now();
      if (!(await this.rows.changeLeased({ id, leaseId }, { ...patch, leaseId: null }, now, manager))) {
        return null;
      }
      const isNews = patch.state !== undefined || patch.reason !== row.reason;
      const call = isNews ? await this.held.touchCall(held) : null;
      return { recording: { ...recording, ...patch, leaseId }, call };
    });
  }
}
