import type { Principal } from '@callboard/auth';
import type { Playback, PlaybackBody } from '@callboard/contracts';
import { JobProducer, recordingsFetch } from '@callboard/messaging';
import { ListenLog } from '@callboard/recordings';
import { Injectable } from '@nestjs/common';
import { PlaybackOffers } from './playback-offers.service';
import { listenerOf, RecordingAccess } from './recording-access.service';

/** Gives recordings out to those who may hear them. */
@Injectable()
export class PlaybackDesk {
  constructor(
    private readonly access: RecordingAccess,
    private readonly offers: PlaybackOffers,
    private readonly producer: JobProducer,
    private readonly log: ListenLog,
  ) {}

  /** @throws DomainError `recording_not_found`, and those of `RecordingPlayback.offer` */
  async play(id: string, purpose: PlaybackBody['purpose'], principal: Principal): Promise<Playback> {
    const recording = await this.access.find(id, principal);
    const offer = await this.offers.of(recording, purpose, `${principal.kind}:${principal.id}`);
    if (offer.kind === 'pending') {
      if (offer.fetchNow) {
        // Should this get lost, the sweep finds the recording.
        await this.producer.enqueue(recordingsFetch, { recordingId: id });
      }
      return { mode: 'pending', retryAfterSeconds: offer.retryAfterSeconds };
    }
    // Before the address is out: nobody listens without a line in the log.
    const mode = offer.kind === 'local' ? 'local' : 'remote';
    await this.log.noteAddress({ recordingId: id, purpose, mode, ...listenerOf(principal) });
    return offer.kind === 'remote'
      ? { mode, url: offer.url }
      : {
          mode: 'local',
          url: `/api/v1/recordings/${id}/audio${purpose === 'download' ? '?download=1' : ''}`,
        };
  }
}
