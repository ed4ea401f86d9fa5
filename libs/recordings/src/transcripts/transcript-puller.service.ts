import { CallsService, type CallVersion } from '@callboard/calls';
import { Transactions } from '@callboard/database';
import { Clock, DomainError } from '@callboard/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type AfterLook, afterFailedLook, afterLook } from './after-look';
import { toPhrases } from './recognised-speech';
import { type Recognition, SPEECH_RECOGNISER, type SpeechRecogniser } from './speech-recogniser.port';
import { foldedWords } from './spoken-words';
import { transcriptTooEarly } from './transcripts.errors';
import { type ClaimedTranscript, TranscriptsRepository } from './transcripts.repository';

/** Longer than any attempt takes, waits for the request budget included. */
const leaseMs = 2 * 60_000;
/** After this a recognition of a short call is done. */
const firstResultMs = 5_000;

/** `nothing_due`: done before, or somebody else is at it. */
export interface PullResult {
  readonly result: AfterLook['kind'] | 'nothing_due';
  readonly reason: string | null;
  /** The call, if it looks different now. */
  readonly calls: readonly CallVersion[];
}

/** Failures that come before Zadarma could have acted. */
const neverArrived: readonly string[] = [
  'rate_limited',
  'host_not_found',
  'connection_refused',
  'zadarma_key_missing',
  'zadarma_secret_missing',
  'secret_unreadable',
];

/** Asks the recogniser how far it is, starts it where that is wanted, and stores what was said. */
@Injectable()
export class TranscriptPuller {
  constructor(
    private readonly transcripts: TranscriptsRepository,
    @Inject(SPEECH_RECOGNISER) private readonly recogniser: SpeechRecogniser,
    private readonly calls: CallsService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Failures of the PBX stand in the row and are tried again later; only the database's are thrown. */
  async pull(recordingId: string): Promise<PullResult> {
    const now = this.clock.now();
    const claimed = await this.transcripts.claim(recordingId, now, new Date(now.getTime() + leaseMs));
    if (!claimed) {
      return { result: 'nothing_due', reason: null, calls: [] };
    }
    try {
      const recognition = await this.look(claimed);
      const next = afterLook(recognition.state, claimed, this.clock.now());
      return await this.follow(next, claimed, recognition);
    } catch (error) {
      if (!(error instanceof DomainError)) {
        throw error;
      }
      const failure = error as DomainError;
      const seconds = failure.details.retryAfterSeconds;
      const { code, retryable } = failure;
      const told = { code, retryable, ...(typeof seconds === 'number' && { retryAfterSeconds: seconds }) };
      return this.follow(afterFailedLook(told, claimed, this.clock.now()), claimed, null);
    }
  }

  private look({ sourceId }: ClaimedTranscript): Promise<Recognition> {
    if (sourceId === null) {
      throw transcriptTooEarly();
    }
    return this.recogniser.look(sourceId);
  }

  private async follow(
    next: AfterLook,
    claimed: ClaimedTranscript,
    recognition: Recognition | null,
  ): Promise<PullResult> {
    const { recordingId } = claimed;
    let calls: readonly CallVersion[] = [];
    if (next.kind === 'start') {
      await this.start(claimed);
    } else if (next.kind === 'wait') {
      await this.transcripts.waiting(recordingId, next.at, next.reason);
    } else if (next.kind === 'forget') {
      await this.transcripts.forget(recordingId);
    } else if (next.kind === 'end') {
      const { state, reason } = next;
      calls = await this.tell(claimed, (manager) =>
        this.transcripts.end(recordingId, state, reason, manager),
      );
    } else if (recognition) {
      calls = await this.store(claimed, recognition);
    }
    return { result: next.kind, reason: 'reason' in next ? next.reason : null, calls };
  }

  /** Noted before it is asked for: whatever dies or times out, nobody pays for a second recognition. */
  private async start({ recordingId, sourceId }: ClaimedTranscript): Promise<void> {
    const lookAgainAt = new Date(this.clock.now().getTime() + firstResultMs);
    if (!(await this.transcripts.claimStart(recordingId, lookAgainAt))) {
      return;
    }
    try {
      await this.recogniser.start(sourceId ?? '');
    } catch (error) {
      if (error instanceof DomainError && neverArrived.includes((error as DomainError).code)) {
        await this.transcripts.notStarted(recordingId);
      }
      throw error;
    }
  }

  private store(
    claimed: ClaimedTranscript,
    { language, parts }: Recognition,
  ): Promise<readonly CallVersion[]> {
    const phrases = toPhrases(parts, claimed.direction);
    const words = phrases.flatMap(({ text }) => foldedWords(text));
    const text = { language, phrases, words, now: this.clock.now() };
    return this.tell(claimed, (manager) => this.transcripts.store(claimed.recordingId, text, manager));
  }

  /** Changes the row and the call's version together. The call is held first, as by all who change its recordings. */
  private tell(
    { callId }: ClaimedTranscript,
    change: (manager: EntityManager) => Promise<boolean>,
  ): Promise<readonly CallVersion[]> {
    return this.transactions.run(async (manager) => {
      await this.calls.audioFacts(callId, manager);
      return (await change(manager)) ? this.calls.touch([callId], manager) : [];
    });
  }
}
