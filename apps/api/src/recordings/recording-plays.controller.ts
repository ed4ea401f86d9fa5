import {
  type Page,
  type RecordingPlay,
  recordingPlayPage,
  type RecordingPlayQuery,
  recordingPlayQuery,
} from '@callboard/contracts';
import { ListenLog } from '@callboard/recordings';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../http/access';

@ApiTags('Recordings')
@Controller('recording-plays')
export class RecordingPlaysController {
  constructor(private readonly log: ListenLog) {}

  @Get()
  @Allow('recordings.manage')
  @ApiOperation({ summary: 'Who was given which recording, newest first' })
  @ApiOkResponse({ standardSchema: recordingPlayPage })
  list(@Query({ schema: recordingPlayQuery }) query: RecordingPlayQuery): Promise<Page<RecordingPlay>> {
    return this.log.page(query);
  }
}
