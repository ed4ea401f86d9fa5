import { AuditService, callsLimitedTo, type Principal } from '@callboard/auth';
import { CallsService } from '@callboard/calls';
import {
  id,
  type Playback,
  playback,
  type PlaybackBody,
  playbackBody,
  type Recording,
  recording,
  recordingList,
  type UpdateRecordingBody,
  updateRecordingBody,
} from '@callboard/contracts';
import { LiveBus } from '@callboard/messaging';
import { LegalHolds, recordingNotFound, RecordingsReader } from '@callboard/recordings';
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, CurrentPrincipal } from '../http/access';
import { PlaybackDesk } from './playback-desk.service';

/** No body at all means to play. */
const playbackWish = playbackBody.prefault({});

@ApiTags('Recordings')
@Controller()
export class RecordingsController {
  constructor(
    private readonly recordings: RecordingsReader,
    private readonly calls: CallsService,
    private readonly desk: PlaybackDesk,
    private readonly holds: LegalHolds,
    private readonly audit: AuditService,
    private readonly bus: LiveBus,
  ) {}

  @Get('calls/:id/recordings')
  @Allow('calls.read')
  @ApiOperation({
    summary: 'The recorded parts of a call, in order',
    description:
      '`expected`: told of, not yet available. `fetching`: being fetched or tried again. `ready`: stored here. ' +
      '`remote`: at Zadarma only. `missing`: Zadarma did not give it for a day. `deleted`: removed by a person or by ' +
      'retention.',
  })
  @ApiOkResponse({ standardSchema: recordingList })
  async list(
    @Param('id', { schema: id }) callId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<{ items: Recording[] }> {
    await this.calls.get(callId, callsLimitedTo(principal));
    return { items: await this.recordings.ofCall(callId) };
  }

  @Post('recordings/:id/playback')
  @Allow('recordings.listen')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Where to hear a recording now',
    description:
      'Agents hear the calls they took part in. `remote`: an address at Zadarma, asked for anew each time, for this ' +
      'listener alone and for half an hour; do not store it. `local`: an address here, which serves ranges; also one to ' +
      'save a file from that is at Zadarma only: good once, within five minutes. `pending` ' +
      '(202): not available yet or being fetched; ask again after `retryAfterSeconds`. 409 `recording_missing`, ' +
      '`recording_deleted` or `recording_not_ready` when there is nothing to hear; what was `remote` and is no longer ' +
      'at Zadarma becomes `fetching`, and `missing` if it is not found within hours. 429 `personal_share_used_up` with ' +
      '`Retry-After`: one person or key gets 40 addresses at Zadarma a minute. Leaves a line in the listen log.',
  })
  @ApiOkResponse({ standardSchema: playback })
  @ApiAcceptedResponse({ standardSchema: playback, description: 'Ask again later; see Retry-After' })
  async play(
    @Param('id', { schema: id }) recordingId: string,
    @Body({ schema: playbackWish }) { purpose }: PlaybackBody,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Playback> {
    // The address of a recording is a secret, for as long as it works.
    reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    const answer = await this.desk.play(recordingId, purpose, principal);
    if (answer.mode === 'pending') {
      reply.status(202).header('retry-after', answer.retryAfterSeconds);
    }
    return answer;
  }

  @Patch('recordings/:id')
  @Allow('recordings.manage')
  @ApiOperation({
    summary: 'Keep a recording whatever retention says, or no longer',
    description: 'Leaves an audit entry.',
  })
  @ApiOkResponse({ standardSchema: recording })
  async update(
    @Param('id', { schema: id }) recordingId: string,
    @Body({ schema: updateRecordingBody }) { legalHold }: UpdateRecordingBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Recording> {
    const call = await this.holds.set(recordingId, legalHold, (manager) =>
      this.audit.record(manager, principal, {
        action: legalHold ? 'recording.held' : 'recording.released',
        targetType: 'recording',
        targetId: recordingId,
      }),
    );
    if (call) {
      await this.bus.publish({ type: 'call.changed', ...call });
    }
    const known = await this.recordings.find(recordingId);
    const parts = known ? await this.recordings.ofCall(known.callId) : [];
    const changed = parts.find((part) => part.id === recordingId);
    if (!changed) {
      throw recordingNotFound(recordingId);
    }
    return changed;
  }
}
