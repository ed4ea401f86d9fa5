import type { PlaybackBody } from '@callboard/contracts';
import { LiveBus } from '@callboard/messaging';
import { DomainError } from '@callboard/platform';
import {
  type KnownRecording,
  type PlaybackOffer,
  RecordingPlayback,
  RecordingsService,
} from '@callboard/recordings';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';

/** Finds out where a recording is to be heard, and tells viewers what came to light by that. */
@Injectable()
export class PlaybackOffers {
  constructor(
    private readonly playback: RecordingPlayback,
    private readonly recordings: RecordingsService,
    private readonly settings: ZadarmaSettingsService,
    private readonly bus: LiveBus,
  ) {}

  /** @throws DomainError those of `RecordingPlayback.offer` */
  async of(
    recording: KnownRecording,
    purpose: PlaybackBody['purpose'],
    requestedBy: string,
  ): Promise<PlaybackOffer> {
    const { playRecordingsRemotely: remotely } = await this.settings.current();
    try {
      return await this.playback.offer(recording, { remotely, purpose, requestedBy });
    } catch (error) {
      if (error instanceof DomainError) {
        await this.refused(recording.id, (error as DomainError).code);
      }
      throw error;
    }
  }

  private async refused(id: string, code: string): Promise<void> {
    const call = await this.recordings.linkRefused(id, code);
    if (call) {
      await this.bus.publish({ type: 'call.changed', ...call });
    }
  }
}
