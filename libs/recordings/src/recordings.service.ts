import { CallsService, type CallVersion } from '@callboard/calls';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { HeldRecordings } from './held-recordings.service';
import { afterRefusedLink } from './life/after-refused-link';
import { awaitAttempt, type Waiting } from './life/await-attempt';
import { type Demand, onDemand } from './life/on-demand';
import { toldBy } from './life/plan-parts';
import { afterStep, isAwaited } from './life/recording-life';
import { notHere } from './listening/listening.errors';
import { RecordingParts } from './recording-parts.service';
import { recordingAskedRecently } from './recordings.errors';
import { type DueRecording, RecordingsRepository } from './recordings.repository';

/** What was given up is not asked for again sooner: some of it is given up at the first attempt. */
const askAgainAfterMs = 5 * 60_000;

/** The room of recordings: which there are, and who waits for them. */
@Injectable()
export class RecordingsService {
  constructor(
    private readonly rows: RecordingsRepository,
    private readonly parts: RecordingParts,
    private readonly held: HeldRecordings,
    private readonly calls: CallsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the rows of a call what the call says about its audio, in the transaction that folded it. What must be
   * fetched, and when, stands in the rows (`due`).
   *
   * @returns the call's new version if viewers could notice, else null
   */
  async follow(callId: string, manager: EntityManager): Promise<CallVersion | null> {
    const facts = await this.calls.audioFacts(callId, manager);
    if (!facts || !(await this.parts.tell(facts, toldBy(facts), manager))) {
      return null;
    }
    const [version = null] = await this.calls.touch([callId], manager);
    return version;
  }

  /**
   * Somebody wants to hear the recording from here. With `fetchNow` the caller enqueues `recordings.fetch`; should
   * that get lost, the sweep finds the row.
   *
   * @throws DomainError `recording_not_found`
   */
  demand(id: string): Promise<Demand> {
    return this.held.with(id, async ({ row, manager }) => {
      const now = this.clock.now();
      const { answer, note } = onDemand(row, now);
      if (note === 'due_now') {
        await this.rows.change(id, { demandedAt: now, nextAttemptAt: now, fetchAttempts: 0 }, now, manager);
      } else if (note === 'waits' && row.demandedAt === null) {
        await this.rows.change(id, { demandedAt: now }, now, manager);
      }
      return answer;
    });
  }

  /**
   * Somebody wants to hear a late recording at its source. With `dueNow` the caller enqueues `recordings.fetch`; should
   * that get lost, the sweep finds the row.
   *
   * @returns null if no attempt lies ahead
   */
  async awaitAttempt(id: string): Promise<Waiting | null> {
    return this.held.ifThere(id, async ({ row, manager }) => {
      const now = this.clock.now();
      const waiting = isAwaited(row.state) ? awaitAttempt(row, now) : null;
      if (waiting?.dueNow) {
        await this.rows.change(id, { nextAttemptAt: now, fetchAttempts: 0 }, now, manager);
      }
      return waiting;
    });
  }

  /**
   * Looks once more for a recording that was given up: its ladder begins anew, now. One that is in any other state is
   * left as it is, so asking again and again asks Zadarma no more often.
   *
   * @param toKeep fetch the file; else it is only looked for, unless all are archived
   * @returns the call's new version; null if nothing changed
   * @throws DomainError `recording_not_found`, `recording_deleted`; `recording_asked_recently` with
   *   `details.retryAfterSeconds` within five minutes of the last attempt
   */
  askAgain(id: string, { toKeep }: { readonly toKeep: boolean }): Promise<CallVersion | null> {
    return this.held.with(id, async (recording) => {
      const { row, manager } = recording;
      if (row.state === 'deleted') {
        throw notHere(row.state, row.reason);
      }
      if (row.state !== 'missing') {
        return null;
      }
      const now = this.clock.now();
      const wait = row.updatedAt.getTime() + askAgainAfterMs - now.getTime();
      if (wait > 0) {
        throw recordingAskedRecently(Math.ceil(wait / 1_000));
      }
      const state = afterStep(row.state, 'askedAgain');
      const ladder = { fetchAttempts: 0, nextAttemptAt: now, demandedAt: toKeep ? now : null };
      await this.rows.change(id, { ...ladder, state, reason: null }, now, manager);
      return this.held.touchCall(recording);
    });
  }

  /**
   * Zadarma refused a listener the link to the recording. If it says that the file is gone, the file is looked for from
   * now on, until it is found or the recording is missing.
   *
   * @param code stable code of the refusal
   * @returns the call's new version; null if nothing changed
   */
  linkRefused(id: string, code: string): Promise<CallVersion | null> {
    return this.held.ifThere(id, async (recording) => {
      const { row, manager } = recording;
      const now = this.clock.now();
      const patch = afterRefusedLink({ ...row, code, now });
      if (!patch) {
        return null;
      }
      await this.rows.change(id, patch, now, manager);
      return this.held.touchCall(recording);
    });
  }

  /**
   * Archiving means all: what was found at Zadarma while archiving was off is due now as well.
   *
   * @returns how many of them
   */
  archiveRemote(limit: number): Promise<number> {
    return this.rows.makeRemoteDue(this.clock.now(), limit);
  }

  /** Recordings with something to do now, those somebody waits for first. */
  due(limit: number): Promise<DueRecording[]> {
    return this.rows.dueBefore(this.clock.now(), limit);
  }
}
