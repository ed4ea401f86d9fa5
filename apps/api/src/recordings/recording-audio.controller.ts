import { Readable } from 'node:stream';
import type { Principal } from '@callboard/auth';
import { id } from '@callboard/contracts';
import {
  type KnownRecording,
  ListenLog,
  notHere,
  RECORDING_STORE,
  RecordingPlayback,
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
import {
  entityTag,
  type FileFacts,
  isFromStart,
  lastModified,
  type RangeAnswer,
  rangeAnswer,
} from './range-answer';
import { listenerOf, RecordingAccess } from './recording-access.service';

const audioQuery = z.object({ download: z.enum(['1', 'true']).optional() });
type AudioQuery = z.infer<typeof audioQuery>;

interface AudioFile extends FileFacts {
  readonly key: string;
  readonly contentType: string;
}

const binary = { schema: { type: 'string', format: 'binary' } } as const;

@ApiTags('Recordings')
@Controller('recordings/:id/audio')
export class RecordingAudioController {
  constructor(
    private readonly access: RecordingAccess,
    private readonly settings: ZadarmaSettingsService,
    private readonly log: ListenLog,
    private readonly playback: RecordingPlayback,
    @Inject(RECORDING_STORE) private readonly store: RecordingStore,
  ) {}

  /** `HEAD` is answered here as well, with the same headers and no body. */
  @Get()
  @Allow('recordings.listen')
  @ApiOperation({
    summary: 'The file of a recording',
    description:
      'One range of bytes at a time (206, else 416), `If-Range`, `If-None-Match`; the tag is the SHA-256 of the file. ' +
      '`download=1` gives it a name to be saved under, and passes on a file that is at Zadarma only: the whole of it, ' +
      'once for each playback that was asked for to download, and without keeping anything. 409 ' +
      '`recording_not_stored`: ask for playback first. Leaves a line in the listen log for each download and each play ' +
      'from the start, none for the pieces of one.',
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
    const isDownload = download !== undefined;
    if (isDownload && request.method === 'GET' && (await this.isToBeRelayed(recordingId, principal))) {
      return this.relay(recording, reply);
    }
    const file = fileOf(recording);
    const answer = rangeAnswer(request.headers, file);
    const { timeZone } = await this.settings.current();
    // Opened before anything is said about it, so that a failure is an answer of its own.
    const body = await this.bodyOf(request, file, answer);
    if (request.method !== 'HEAD' && answer.status !== 416) {
      const purpose = isDownload ? 'download' : 'play';
      const listening = { recordingId, purpose, mode: 'local', ...listenerOf(principal) } as const;
      await this.log.noteBytes(listening, isFromStart(answer, request.headers)).catch((error: unknown) => {
        body?.destroy();
        throw error;
      });
    }
    const name = recordingFileName(recording, timeZone);
    reply
      .status(answer.status)
      .headers({
        'accept-ranges': 'bytes',
        'cache-control': 'private, no-cache',
        'content-disposition': contentDisposition(name, { type: isDownload ? 'attachment' : 'inline' }),
        'content-type': file.contentType,
        etag: entityTag(file),
        'last-modified': lastModified(file),
        ...('contentRange' in answer && { 'content-range': answer.contentRange }),
        ...('length' in answer && { 'content-length': answer.length }),
      })
      .send(body);
  }

  private isToBeRelayed(recordingId: string, principal: Principal): Promise<boolean> {
    const listening = { recordingId, purpose: 'download', mode: 'remote', ...listenerOf(principal) } as const;
    return this.log.takeAddress(listening);
  }

  /** Its length and tag are Zadarma's affair, so there is nothing to go on from should it break off. */
  private async relay(recording: KnownRecording, reply: FastifyReply): Promise<void> {
    const { timeZone } = await this.settings.current();
    const { contentType, stream } = await this.playback.relay(recording);
    const name = recordingFileName({ ...recording, contentType }, timeZone);
    reply
      .headers({
        'accept-ranges': 'none',
        'cache-control': 'no-store',
        'content-disposition': contentDisposition(name, { type: 'attachment' }),
        'content-type': contentType,
      })
      .send(stream);
  }

  private async bodyOf(
    { method }: FastifyRequest,
    { key }: AudioFile,
    answer: RangeAnswer,
  ): Promise<Readable | undefined> {
    if (!('length' in answer)) {
      return undefined;
    }
    if (method === 'HEAD') {
      // Of anything but a stream Fastify would announce the length, not of the file.
      return Readable.from([]);
    }
    return (await this.store.open(key, 'range' in answer ? answer.range : undefined)).stream;
  }
}

/** @throws DomainError `recording_missing`, `recording_deleted`, `recording_not_stored` */
function fileOf(recording: KnownRecording): AudioFile {
  const { state, reason, storageKey, contentType, sizeBytes, sha256, storedAt } = recording;
  if (state !== 'ready' || !storageKey || !contentType || sizeBytes === null || !sha256 || !storedAt) {
    throw notHere(state, reason);
  }
  return { key: storageKey, contentType, size: sizeBytes, sha256, storedAt };
}
