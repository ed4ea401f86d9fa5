import type { Principal } from '@callboard/auth';
import type { Playback, PlaybackBody } from '@callboard/contracts';
import { JobProducer, recordingsFetch } from '@callboard/messaging';
import { ListenLog, RecordingPlayback } from '@callboard/recordings';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';
import { listenerOf, RecordingAccess } from './recording-access.service';

/** Gives recordings out to those who may hear them. */
@Injectable()
export class PlaybackDesk {
  constructor(
    private readonly access: RecordingAccess,
    private readonly playback: RecordingPlayback,
    private readonly settings: ZadarmaSettingsService,
    private readonly producer: JobProducer,
    private readonly log: ListenLog,
  ) {}

  /** @throws DomainError `recording_not_found`, and those of `RecordingPlayback.offer` */
  async play(id: string, purpose: PlaybackBody['purpose'], principal: Principal): Promise<Playback> {
    const recording = await this.access.find(id, principal);
    const { playRecordingsRemotely: remotely } = await this.settings.current();
    const requestedBy = `${principal.kind}:${principal.id}`;
    const offer = await this.playback.offer(recording, { remotely, purpose, requestedBy });
    if (offer.kind === 'pending') {
      if (offer.fetchNow) {
        // Should this get lost, the sweep finds the recording.
        await this.producer.enqueue(recordingsFetch, { recordingId: id });
      }
      return { mode: 'pending', retryAfterSeconds: offer.retryAfterSeconds };
    }
    // Before the address is out: nobody listens without a line in the log.
    await this.log.noteAddress({ recordingId: id, purpose, mode: offer.kind, ...listenerOf(principal) });
    return offer.kind === 'remote'
      ? { mode: 'remote', url: offer.url }
      : {
          mode: 'local',
          url: `/api/v1/recordings/${id}/audio${purpose === 'download' ? '?download=1' : ''}`,
        };
  }
}
