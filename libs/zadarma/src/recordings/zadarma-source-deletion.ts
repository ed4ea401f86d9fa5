import { DomainError } from '@callboard/platform';
import type { DeletedPart, SourceDeletion, SourceDeletionResult } from '@callboard/recordings';
import { Injectable } from '@nestjs/common';
import { ZadarmaClient } from '../rest/zadarma-client';
import { PbxRefusedError } from '../rest/zadarma.errors';

const notFound = /not found|no such (file|record)|does not exist/i;

/** Deletes recordings at Zadarma. */
@Injectable()
export class ZadarmaSourceDeletion implements SourceDeletion {
  constructor(private readonly client: ZadarmaClient) {}

  async deleteAtSource({ pbxCallId, sourceId }: DeletedPart): Promise<SourceDeletionResult> {
    const id = sourceId === null ? { pbxCallId } : { callId: sourceId };
    try {
      const { failedFiles } = await this.client.deleteRecord(id, { urgency: 'background' });
      // A success may still name files that stayed.
      if (failedFiles.length > 0) {
        throw keptRecording();
      }
      return 'deleted';
    } catch (error) {
      if (!(error instanceof PbxRefusedError)) {
        throw error;
      }
      if (notFound.test(error.pbxMessage)) {
        return 'gone';
      }
      throw keptRecording(error);
    }
  }
}

const keptRecording = (cause?: unknown): DomainError<'source_kept_recording'> =>
  new DomainError(
    'source_kept_recording',
    'Zadarma did not delete the recording. Delete it in the Zadarma cabinet.',
    { ...(cause !== undefined && { cause }) },
  );
