import type { Principal } from '@callboard/auth';
import {
  type KnownRecording,
  type Listener,
  recordingNotFound,
  RecordingsReader,
} from '@callboard/recordings';
import { Injectable } from '@nestjs/common';
import { mayListen } from './may-listen';

/** Finds recordings for those who may hear them. */
@Injectable()
export class RecordingAccess {
  constructor(private readonly recordings: RecordingsReader) {}

  /** @throws DomainError `recording_not_found`, also for one the principal may not hear */
  async find(id: string, principal: Principal): Promise<KnownRecording> {
    const recording = await this.recordings.find(id);
    if (!recording || !mayListen(principal, recording)) {
      throw recordingNotFound(id);
    }
    return recording;
  }
}

/** The principal as the listen log names it. */
export const listenerOf = ({ kind, id }: Principal): Listener => ({
  employeeId: kind === 'employee' ? id : null,
  apiKeyId: kind === 'apiKey' ? id : null,
});
