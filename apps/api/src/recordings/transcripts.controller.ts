import { callsLimitedTo, type Principal } from '@callboard/auth';
import {
  id,
  type Page,
  type Transcript,
  transcript,
  type TranscriptHit,
  transcriptHitPage,
  type TranscriptQuery,
  transcriptQuery,
} from '@callboard/contracts';
import { JobProducer, recordingsTranscribe } from '@callboard/messaging';
import { TranscriptsService } from '@callboard/recordings';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../http/access';
import { RecordingAccess } from './recording-access.service';

@ApiTags('Recordings')
@Controller()
export class TranscriptsController {
  constructor(
    private readonly transcripts: TranscriptsService,
    private readonly access: RecordingAccess,
    private readonly producer: JobProducer,
  ) {}

  @Get('transcripts')
  @Allow('recordings.listen')
  @ApiOperation({
    summary: 'Where words were said, newest call first',
    description:
      'Finds the transcripts that hold all words of `q`, or words that begin so, with or without Polish letters. In ' +
      '`snippet` the words found stand between « and ». Agents search the calls they took part in.',
  })
  @ApiOkResponse({ standardSchema: transcriptHitPage })
  search(
    @Query({ schema: transcriptQuery }) query: TranscriptQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<TranscriptHit>> {
    return this.transcripts.search(query, callsLimitedTo(principal));
  }

  @Get('recordings/:id/transcript')
  @Allow('recordings.listen')
  @ApiOperation({
    summary: 'What was said in a recording',
    description:
      'State `none` until somebody asks for it. `reason` says why there is none: `recognition_not_available`, ' +
      '`recognition_seconds_used_up`, `recognition_failed`, `recognition_timed_out`, or what keeps us from asking.',
  })
  @ApiOkResponse({ standardSchema: transcript })
  async get(
    @Param('id', { schema: id }) recordingId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Transcript> {
    await this.access.find(recordingId, principal);
    return this.transcripts.get(recordingId);
  }

  @Post('recordings/:id/transcript')
  @HttpCode(202)
  @Allow('calls.write')
  @ApiOperation({
    summary: 'Ask for the transcript of a recording',
    description:
      'Speech recognition of Zadarma, which costs paid seconds of the account. Asking again while it is on its way, or ' +
      'once it is there, changes nothing; after a failure it begins anew.',
  })
  @ApiAcceptedResponse({ standardSchema: transcript })
  async request(
    @Param('id', { schema: id }) recordingId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Transcript> {
    await this.access.find(recordingId, principal);
    if (await this.transcripts.request(recordingId)) {
      // Without a queue the sweep finds it.
      await this.producer.enqueue(recordingsTranscribe, { recordingId });
    }
    return this.transcripts.get(recordingId);
  }
}
