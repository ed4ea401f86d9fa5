import { Clock, DomainError } from '@callboard/platform';
import { Inject, Injectable } from '@nestjs/common';
import { offerOf } from '../fetching/offer-of';
import { RECORDING_SOURCE, type RecordingSource } from '../fetching/recording-source.port';
import { isOld } from '../life/after-failure';
import type { KnownRecording } from '../reading/recordings-reader.service';
import { RecordingsService } from '../recordings.service';
import { RECORDING_STORE, type RecordingStore } from '../storage/recording-store.port';
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
   * never will be comes from Zadarma. A file that is here is downloaded from here in any case.
   *
   * With `fetchNow` the caller enqueues `recordings.fetch`. What Zadarma refused is told to
   * `RecordingsService.linkRefused`.
   *
   * @throws DomainError `recording_missing`, `recording_deleted`, those of `RecordingSource.offers`
   */
  async offer(
    recording: KnownRecording,
    { remotely, purpose, requestedBy }: PlaybackWish,
  ): Promise<PlaybackOffer> {
    const isHere = await this.isHere(recording);
    if (isHere && (!remotely || purpose === 'download')) {
      return { kind: 'local' };
    }
    if (remotely || recording.state === 'ready') {
      return this.remoteOr(recording, isHere, requestedBy);
    }
    const demand = await this.recordings.demand(recording.id);
    if (demand.kind === 'gone' && demand.state === 'remote') {
      return this.remote(recording, requestedBy);
    }
    if (demand.kind === 'gone') {
      throw notHere(demand.state, demand.reason);
    }
    return demand;
  }

  private async remoteOr(
    recording: KnownRecording,
    isHere: boolean,
    requestedBy: string,
  ): Promise<PlaybackOffer> {
    const { state, reason } = recording;
    if (state === 'missing' || state === 'deleted') {
      throw notHere(state, reason);
    }
    const seconds = isHere ? 0 : this.secondsUntil(recording.availableFrom);
    if (seconds > 0) {
      return { kind: 'pending', retryAfterSeconds: seconds, fetchNow: false };
    }
    try {
      return await this.remote(recording, requestedBy);
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

  private async remote(recording: KnownRecording, requestedBy: string): Promise<PlaybackOffer> {
    const offers = await this.source.offers(recording, {
      urgency: 'interactive',
      requestedBy,
      lifetimeSeconds: linkLifetimeSeconds,
      signal: AbortSignal.timeout(longestAskMs),
    });
    return { kind: 'remote', url: offerOf(recording, offers).url };
  }

  /** A store that does not answer is not asked to play: Zadarma may still have the file. */
  private async isHere({ state, storageKey }: KnownRecording): Promise<boolean> {
    return state === 'ready' && storageKey !== null && this.store.exists(storageKey).catch(() => false);
  }

  private isToCome({ state, availableFrom }: KnownRecording): boolean {
    const isAwaited = state === 'expected' || state === 'fetching';
    return isAwaited && !(availableFrom && isOld(availableFrom, this.clock.now()));
  }

  private secondsUntil(availableFrom: Date | null): number {
    return availableFrom === null
      ? afterCallSeconds
      : Math.ceil((availableFrom.getTime() - this.clock.now().getTime()) / 1_000);
  }
}

const isNotReady = (error: unknown): boolean =>
  error instanceof DomainError && error.code === 'recording_not_ready';
