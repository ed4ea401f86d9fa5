import type { CallVersion } from '@callboard/calls';
import { Clock, DomainError } from '@callboard/platform';
import { Inject, Injectable } from '@nestjs/common';
import { afterFailure, isDoubtful } from '../life/after-failure';
import { linkPosition } from '../life/part-key';
import type { ToldPart } from '../life/plan-parts';
import { audioDuration } from '../storage/audio-duration';
import { possibleKeys, recordingKey } from '../storage/recording-key';
import { RECORDING_STORE, type RecordingStore } from '../storage/recording-store.port';
import { largestRecording } from './largest-recording';
import { offerOf } from './offer-of';
import { type LeasedRecording, RecordingAttempts, type RecordingChange } from './recording-attempts.service';
import {
  type OfferedPart,
  RECORDING_SOURCE,
  type RecordingSource,
  type SourceOptions,
} from './recording-source.port';

/** After these, half an hour has passed. */
const attemptsOfADemand = 4;

/** How an attempt is made. */
export interface AttemptOptions {
  readonly urgency: SourceOptions['urgency'];
  /** Fetch the file although nobody waits for it; else it is only looked for. */
  readonly archive: boolean;
  /** Told after each commit that viewers of a call could notice. */
  readonly onChange: (call: CallVersion) => Promise<void>;
}

/** What became of an attempt; ids and codes only. */
export type AttemptResult =
  | { readonly effect: 'not_due' | 'taken_away' | 'found' }
  | { readonly effect: 'stored'; readonly sizeBytes: number }
  | { readonly effect: 'retry' | 'given_up' | 'stays_remote'; readonly reason: string };

/** Looks for a recording at its source and, if it is wanted here, fetches it: one attempt, one download. */
@Injectable()
export class RecordingFetcher {
  constructor(
    private readonly attempts: RecordingAttempts,
    @Inject(RECORDING_SOURCE) private readonly source: RecordingSource,
    @Inject(RECORDING_STORE) private readonly store: RecordingStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Error of anything that is not expected to fail; the recording is tried again later all the same */
  async attempt(id: string, options: AttemptOptions): Promise<AttemptResult> {
    const begun = await this.attempts.begin(id);
    if (!begun) {
      return { effect: 'not_due' };
    }
    await announce(begun, options);
    const lost = new AbortController();
    const release = this.attempts.keep(begun.recording, () => lost.abort());
    try {
      return await this.work(begun.recording, options, lost.signal);
    } catch (error) {
      return await this.failed(begun.recording, options, error);
    } finally {
      release();
    }
  }

  private async work(
    leased: LeasedRecording,
    options: AttemptOptions,
    signal: AbortSignal,
  ): Promise<AttemptResult> {
    const offers = await this.source.offers(leased, { urgency: options.urgency, signal });
    const recording = await this.identify(leased, offers, options);
    if (!recording) {
      return { effect: 'taken_away' };
    }
    const offer = offerOf(recording, offers);
    if (!options.archive && recording.demandedAt === null) {
      const ended = await this.attempts.end(recording, 'found', { reason: null, fetchAttempts: 0 });
      await announce(ended, options);
      return { effect: ended ? 'found' : 'taken_away' };
    }
    return this.fetch(recording, offer, options, signal);
  }

  /** A placeholder learns from the offers which parts there are. */
  private async identify(
    leased: LeasedRecording,
    offers: readonly OfferedPart[],
    options: AttemptOptions,
  ): Promise<LeasedRecording | null> {
    if (linkPosition(leased.partKey) === null) {
      return leased;
    }
    const told = offers.map(({ partKey }, index): ToldPart =>
      partKey === null ? { position: index + 1 } : { id: partKey },
    );
    const change = await this.attempts.discovered(leased, told);
    await announce(change, options);
    return change?.recording ?? null;
  }

  private async fetch(
    recording: LeasedRecording,
    offer: OfferedPart,
    options: AttemptOptions,
    signal: AbortSignal,
  ): Promise<AttemptResult> {
    const { contentType, stream } = await this.source.download(offer, { maxBytes: largestRecording, signal });
    const storageKey = recordingKey(recording.id, contentType);
    const { sizeBytes, sha256 } = await this.store.put(storageKey, stream, {
      contentType,
      maxBytes: largestRecording,
    });
    const durationSeconds = await audioDuration(await this.store.open(storageKey), contentType);
    const now = this.clock.now();
    const file = { storageKey, contentType, sizeBytes, sha256, durationSeconds, storedAt: now };
    const ended = await this.attempts.end(recording, 'stored', { ...file, reason: null });
    if (!ended && (await this.attempts.isAbandoned(recording.id))) {
      await this.store.remove(storageKey);
    }
    await announce(ended, options);
    return ended ? { effect: 'stored', sizeBytes } : { effect: 'taken_away' };
  }

  private async failed(
    recording: LeasedRecording,
    options: AttemptOptions,
    error: unknown,
  ): Promise<AttemptResult> {
    const { fetchAttempts: attempts, availableFrom } = recording;
    const reason = error instanceof DomainError ? (error as DomainError).code : 'internal_error';
    const isSourceInTrouble =
      isDoubtful({ code: reason, attempts }) && !(await this.attempts.haveOthersCome(recording));
    const now = this.clock.now();
    const next = afterFailure({
      code: reason,
      attempts,
      availableFrom: availableFrom ?? now,
      now,
      ...retryAfter(error),
      isForeignLink: detailsOf(error).isLink === true,
      isSourceInTrouble,
    });
    const change = await this.conclude(recording, next, reason);
    await announce(change, options);
    if (!(error instanceof DomainError)) {
      throw error;
    }
    const effects = { retry: 'retry', givenUp: 'given_up', staysRemote: 'stays_remote' } as const;
    return change ? { effect: effects[next.kind], reason } : { effect: 'taken_away' };
  }

  private async conclude(
    recording: LeasedRecording,
    next: ReturnType<typeof afterFailure>,
    reason: string,
  ): Promise<RecordingChange | null> {
    switch (next.kind) {
      case 'retry':
        return this.attempts.retryAt(recording, next.at, {
          reason,
          fetchAttempts: next.attempts,
          // Nobody waits that long; from then on it takes its turn behind what people wait for.
          ...(recording.fetchAttempts > attemptsOfADemand && { demandedAt: null }),
        });
      case 'givenUp':
        // An attempt that died may have stored a file that no row knows of.
        await Promise.all(possibleKeys(recording.id).map((key) => this.store.remove(key)));
        return this.attempts.end(recording, 'givenUp', { reason });
      case 'staysRemote':
        return this.attempts.end(recording, 'found', { reason });
    }
  }
}

async function announce(change: RecordingChange | null, { onChange }: AttemptOptions): Promise<void> {
  if (change?.call) {
    await onChange(change.call);
  }
}

function retryAfter(error: unknown): { retryAfterSeconds?: number } {
  const { retryAfterSeconds } = detailsOf(error);
  return typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {};
}

function detailsOf(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof DomainError ? (error as DomainError).details : {};
}
