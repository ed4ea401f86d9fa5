import { Clock, DomainError } from '@callboard/platform';
import { Inject, Injectable } from '@nestjs/common';
import { largestRecording } from '../fetching/largest-recording';
import { offerOf } from '../fetching/offer-of';
import { type Download, RECORDING_SOURCE, type RecordingSource } from '../fetching/recording-source.port';
import { isOld } from '../life/after-failure';
import { isAwaited } from '../life/recording-life';
import type { KnownRecording } from '../reading/recordings-reader.service';
import { RecordingsService } from '../recordings.service';
import { RECORDING_STORE, type RecordingStore } from '../storage/recording-store.port';
import { recordingTooLarge } from '../storage/storage.errors';
import { notHere } from './listening.errors';

/** Long enough to hear a long call and to go back in it; Zadarma's own default. */
const linkLifetimeSeconds = 1_800;
/** Somebody waits for the answer. */
const longestAskMs = 8_000;
/** Until the end of a call is known, and by how much its file follows it. */
const afterCallSeconds = 40;
/** The first step of the retry ladder. */
const notReadySeconds = 15;

export interface PlaybackWish {
  /** The setting: straight from Zadarma instead of from here. */
  readonly remotely: boolean;
  readonly purpose: 'play' | 'download';
  /** Names the listener, who alone may use up only a share of the requests to Zadarma. */
  readonly requestedBy: string;
}

/** Where the audio is to be had now. */
export type PlaybackOffer =
  | { readonly kind: 'local' }
  /** Secret and short-lived: for this one listener, never stored, never logged. */
  | { readonly kind: 'remote'; readonly url: string }
  /** To be saved: passed on from Zadarma by `relay`, since a browser would play what another origin sends. */
  | { readonly kind: 'relayed' }
  | { readonly kind: 'pending'; readonly retryAfterSeconds: number; readonly fetchNow: boolean };

/** Finds out where a recording can be heard; whoever asks has made sure that the listener may. */
@Injectable()
export class RecordingPlayback {
  constructor(
    private readonly recordings: RecordingsService,
    @Inject(RECORDING_SOURCE) private readonly source: RecordingSource,
    @Inject(RECORDING_STORE) private readonly store: RecordingStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Played remotely, a file that is here serves when Zadarma refuses; played from here, a file that is not here and
   * never will be comes from Zadarma. A file that is here is downloaded from here in any case. While an attempt at a late
   * file lies ahead, Zadarma is not asked for the listener.
   *
   * With `fetchNow` the caller enqueues `recordings.fetch`. What Zadarma refused is told to
   * `RecordingsService.linkRefused`.
   *
   * @throws DomainError `recording_missing`, `recording_deleted`, `recording_too_large` for what is never to be saved,
   *   those of `RecordingSource.offers`
   */
  async offer(recording: KnownRecording, wish: PlaybackWish): Promise<PlaybackOffer> {
    const { remotely, purpose } = wish;
    const isHere = await this.isHere(recording);
    if (isHere && (!remotely || purpose === 'download')) {
      return { kind: 'local' };
    }
    if (remotely || recording.state === 'ready') {
      return this.remoteOr(recording, isHere, wish);
    }
    const demand = await this.recordings.demand(recording.id);
    if (demand.kind === 'gone' && demand.state === 'remote') {
      return this.remote(recording, wish);
    }
    if (demand.kind === 'gone') {
      throw notHere(demand.state, demand.reason);
    }
    return demand;
  }

  /**
   * Begins to pass on the file of a recording from Zadarma, for an offer that said so. Nothing of it is kept.
   *
   * @throws DomainError `recording_missing`, `recording_deleted`, those of `RecordingSource`
   */
  async relay(recording: KnownRecording): Promise<Download> {
    const { state, reason } = recording;
    if (state === 'missing' || state === 'deleted') {
      throw notHere(state, reason);
    }
    const signal = AbortSignal.timeout(longestAskMs);
    const offers = await this.source.offers(recording, { urgency: 'interactive', signal });
    return this.source.download(offerOf(recording, offers), { maxBytes: largestRecording });
  }

  private async remoteOr(
    recording: KnownRecording,
    isHere: boolean,
    wish: PlaybackWish,
  ): Promise<PlaybackOffer> {
    const { state, reason } = recording;
    if (state === 'missing' || state === 'deleted') {
      throw notHere(state, reason);
    }
    const seconds = isHere ? 0 : this.secondsUntil(recording.availableFrom);
    if (seconds > 0) {
      return { kind: 'pending', retryAfterSeconds: seconds, fetchNow: false };
    }
    const waiting = this.isToCome(recording) ? await this.recordings.awaitAttempt(recording.id) : null;
    if (waiting) {
      const { retryAfterSeconds, dueNow } = waiting;
      return { kind: 'pending', retryAfterSeconds, fetchNow: dueNow };
    }
    try {
      return await this.remote(recording, wish);
    } catch (error) {
      if (isHere && error instanceof DomainError) {
        return { kind: 'local' };
      }
      if (isNotReady(error) && this.isToCome(recording)) {
        return { kind: 'pending', retryAfterSeconds: notReadySeconds, fetchNow: false };
      }
      throw error;
    }
  }

  private async remote(
    recording: KnownRecording,
    { purpose, requestedBy }: PlaybackWish,
  ): Promise<PlaybackOffer> {
    if (purpose === 'download' && recording.reason === 'recording_too_large') {
      throw recordingTooLarge(largestRecording);
    }
    const offers = await this.source.offers(recording, {
      urgency: 'interactive',
      requestedBy,
      lifetimeSeconds: linkLifetimeSeconds,
      signal: AbortSignal.timeout(longestAskMs),
    });
    const { url } = offerOf(recording, offers);
    return purpose === 'download' ? { kind: 'relayed' } : { kind: 'remote', url };
  }

  /** A store that does not answer is not asked to play: Zadarma may still have the file. */
  private async isHere({ state, storageKey }: KnownRecording): Promise<boolean> {
    return state === 'ready' && storageKey !== null && this.store.exists(storageKey).catch(() => false);
  }

  private isToCome({ state, availableFrom }: KnownRecording): boolean {
    return isAwaited(state) && !(availableFrom && isOld(availableFrom, this.clock.now()));
  }

  private secondsUntil(availableFrom: Date | null): number {
    return availableFrom === null
      ? afterCallSeconds
      : Math.ceil((availableFrom.getTime() - this.clock.now().getTime()) / 1_000);
  }
}

const isNotReady = (error: unknown): boolean =>
  error instanceof DomainError && error.code === 'recording_not_ready';
