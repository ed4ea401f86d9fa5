import { Clock, DomainError } from '@callboard/platform';
import { Inject, Injectable } from '@nestjs/common';
import { possibleKeys } from '../storage/recording-key';
import { RECORDING_STORE, type RecordingStore } from '../storage/recording-store.port';
import { DeletionsRepository, type OwedDeletion } from './deletions.repository';
import { partNotKnown } from './retention.errors';
import { SOURCE_DELETION, type SourceDeletion } from './source-deletion.port';

const minute = 60_000;
const hour = 60 * minute;
const waits = [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour];
const usualWait = 24 * hour;
/** About a week. What nothing but another answer of the PBX could change is then left to a person. */
const mostRefusals = 12;
/** Longer than any attempt takes, waits for the request budget included. */
const leaseMs = 5 * minute;

/** `nothing_due`: done before, or somebody else is at it. */
export type ErasureResult = 'done' | 'try_again' | 'given_up' | 'nothing_due';

/** Does what a decided deletion owes: removes our file, then the copy at the PBX. May be repeated at any point. */
@Injectable()
export class RecordingEraser {
  constructor(
    private readonly deletions: DeletionsRepository,
    @Inject(RECORDING_STORE) private readonly store: RecordingStore,
    @Inject(SOURCE_DELETION) private readonly source: SourceDeletion,
    private readonly clock: Clock,
  ) {}

  /** Failures of storage and PBX stand in the row and are tried again later; only the database's are thrown. */
  async erase(recordingId: string): Promise<{ result: ErasureResult; error: string | null }> {
    const now = this.clock.now();
    const owed = await this.deletions.claim(recordingId, now, new Date(now.getTime() + leaseMs));
    if (!owed) {
      return { result: 'nothing_due', error: null };
    }
    const file: Attempted = owed.fileRemovedAt
      ? { doneAt: owed.fileRemovedAt }
      : await this.attempt(() => this.removeFile(owed));
    const copy: Attempted =
      owed.sourceDeletedAt || !owed.atSource
        ? { doneAt: owed.sourceDeletedAt }
        : await this.attempt(() => this.deleteAtSource(owed));
    const failures = [file, copy].flatMap(({ failure }) => failure ?? []);
    const nextAttemptAt = this.nextAttempt(owed.attempts, failures);
    const lastError = failures[0]?.code ?? null;
    const patch = { fileRemovedAt: file.doneAt, sourceDeletedAt: copy.doneAt, lastError, nextAttemptAt };
    await this.deletions.settle(recordingId, patch);
    return { result: resultOf(failures, nextAttemptAt), error: lastError };
  }

  private async attempt(work: () => Promise<unknown>): Promise<Attempted> {
    try {
      await work();
      return { doneAt: this.clock.now() };
    } catch (error) {
      if (error instanceof DomainError) {
        return { doneAt: null, failure: error as DomainError };
      }
      throw error;
    }
  }

  /** An attempt that died may have stored a file that its row does not know of. */
  private async removeFile({ recordingId, storageKey }: OwedDeletion): Promise<void> {
    const keys = storageKey === null ? possibleKeys(recordingId) : [storageKey];
    await Promise.all(keys.map((key) => this.store.remove(key)));
  }

  /** A part without an id can only be deleted with all parts of its call. */
  private async deleteAtSource({ pbxCallId, sourceId, otherPartsStay }: OwedDeletion): Promise<void> {
    if (sourceId === null && otherPartsStay) {
      throw partNotKnown();
    }
    await this.source.deleteAtSource({ pbxCallId, sourceId });
  }

  private nextAttempt(attempts: number, failures: readonly DomainError[]): Date | null {
    const mayHelp = failures.some(({ retryable }) => retryable) || attempts < mostRefusals;
    if (failures.length === 0 || !mayHelp) {
      return null;
    }
    return new Date(this.clock.now().getTime() + (waits[attempts - 1] ?? usualWait));
  }
}

interface Attempted {
  readonly doneAt: Date | null;
  readonly failure?: DomainError;
}

function resultOf(failures: readonly DomainError[], nextAttemptAt: Date | null): ErasureResult {
  if (failures.length === 0) {
    return 'done';
  }
  return nextAttemptAt ? 'try_again' : 'given_up';
}
