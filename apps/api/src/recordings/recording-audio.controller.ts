import { Readable } from 'node:stream';
import type { Principal } from '@callboard/auth';
import { id } from '@callboard/contracts';
import {
  type KnownRecording,
  ListenLog,
  notHere,
  RECORDING_STORE,
  type RecordingStore,
} from '@callboard/recordings';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { Allow, CurrentPrincipal } from '../http/access';
import { recordingFileName } from './file-name';
import { entityTag, type FileFacts, lastModified, rangeAnswer } from './range-answer';
import { listenerOf, RecordingAccess } from './recording-access.service';

const audioQuery = z.object({ download: z.enum(['1', 'true']).optional() });
type AudioQuery = z.infer<typeof audioQuery>;

const binary = { schema: { type: 'string', format: 'binary' } } as const;

@ApiTags('Recordings')
@Controller('recordings/:id/audio')
export class RecordingAudioController {
  constructor(
    private readonly access: RecordingAccess,
    private readonly settings: ZadarmaSettingsService,
    private readonly log: ListenLog,
    @Inject(RECORDING_STORE) private readonly store: RecordingStore,
  ) {}

  /** `HEAD` is answered here as well, with the same headers and no body. */
  @Get()
  @Allow('recordings.listen')
  @ApiOperation({
    summary: 'The file of a recording that is stored here',
    description:
      'One range of bytes at a time (206, else 416), `If-Range`, `If-None-Match`; the tag is the SHA-256 of the file. ' +
      '`download=1` gives it a name to be saved under. 409 `recording_not_stored`: ask for playback first. Leaves a ' +
      'line in the listen log, one for all requests of an hour.',
  })
  @ApiProduces('audio/mpeg')
  @ApiHeader({ name: 'Range', required: false })
  @ApiOkResponse({ content: { 'audio/mpeg': binary } })
  @ApiResponse({
    status: 206,
    description: 'The range that was asked for',
    content: { 'audio/mpeg': binary },
  })
  async audio(
    @Param('id', { schema: id }) recordingId: string,
    @Query({ schema: audioQuery }) { download }: AudioQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const recording = await this.access.find(recordingId, principal);
    const { key, contentType, ...file } = fileOf(recording);
    const purpose = download === undefined ? 'play' : 'download';
    const isHead = request.method === 'HEAD';
    if (!isHead) {
      await this.log.noteUnlessKnown({ recordingId, purpose, mode: 'local', ...listenerOf(principal) });
    }
    const { timeZone } = await this.settings.current();
    const answer = rangeAnswer(request.headers, file);
    reply.status(answer.status).headers({
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'content-disposition': contentDisposition(recordingFileName(recording, timeZone), {
        type: download === undefined ? 'inline' : 'attachment',
      }),
      'content-type': contentType,
      etag: entityTag(file),
      'last-modified': lastModified(file),
      ...('contentRange' in answer && { 'content-range': answer.contentRange }),
    });
    if ('length' in answer) {
      reply.header('content-length', answer.length);
    }
    if (!('length' in answer)) {
      return void reply.send();
    }
    if (isHead) {
      // Of anything but a stream Fastify would announce the length, not of the file.
      return void reply.send(Readable.from([]));
    }
    const { stream } = await this.store.open(key, 'range' in answer ? answer.range : undefined);
    return void reply.send(stream);
  }
}

/** @throws DomainError `recording_missing`, `recording_deleted`, `recording_not_stored` */
function fileOf(recording: KnownRecording): FileFacts & { key: string; contentType: string } {
  const { state, reason, storageKey, contentType, sizeBytes, sha256, storedAt } = recording;
  if (state !== 'ready' || !storageKey || !contentType || sizeBytes === null || !sha256 || !storedAt) {
    throw notHere(state, reason);
  }
  return { key: storageKey, contentType, size: sizeBytes, sha256, storedAt };
}
