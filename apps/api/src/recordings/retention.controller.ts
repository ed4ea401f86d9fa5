import { AuditService, type Principal } from '@callboard/auth';
import { id, type RetentionReport, retentionReport } from '@callboard/contracts';
import { RecordingDeletions, RetentionService } from '@callboard/recordings';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../http/access';
import { DeletionHandover } from './deletion-handover.service';

@ApiTags('Recordings')
@Controller('recordings')
export class RetentionController {
  constructor(
    private readonly retention: RetentionService,
    private readonly deletions: RecordingDeletions,
    private readonly settings: ZadarmaSettingsService,
    private readonly audit: AuditService,
    private readonly handover: DeletionHandover,
  ) {}

  @Get('retention')
  @Allow('settings.read')
  @ApiOperation({
    summary: 'What retention would delete now, and what it did last',
    description: 'A dry run: it deletes nothing. Recordings under legal hold are counted in `held` alone.',
  })
  @ApiOkResponse({ standardSchema: retentionReport })
  async report(): Promise<RetentionReport> {
    return this.retention.report((await this.settings.current()).recordings);
  }

  @Post('retention/run')
  @HttpCode(202)
  @Allow('settings.write')
  @ApiOperation({
    summary: 'Delete now what is older than the limit',
    description:
      'Retention runs by itself twice a day. 409 `retention_off` if recordings are kept for ever. Leaves audit entries: ' +
      'who asked, and how many were deleted.',
  })
  @ApiAcceptedResponse()
  async run(@CurrentPrincipal() principal: Principal): Promise<void> {
    const { recordings } = await this.settings.current();
    const { retentionDays, deleteAtZadarma } = recordings;
    const runId = await this.retention.ask(recordings, (manager) =>
      this.audit.record(manager, principal, {
        action: 'recordings.retention_asked',
        targetType: 'recordings',
        targetId: null,
        details: { retentionDays, deleteAtZadarma },
      }),
    );
    await this.handover.asked(runId);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('recordings.manage')
  @ApiOperation({
    summary: 'Delete a recording and its transcript',
    description:
      'Nobody hears it any more at once; its file goes within seconds, and by the setting the copy at Zadarma. That it ' +
      'was there stays visible. Leaves an audit entry. 409 `recording_held` under legal hold.',
  })
  @ApiNoContentResponse()
  async delete(
    @Param('id', { schema: id }) recordingId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    const { deleteAtZadarma } = (await this.settings.current()).recordings;
    const decided = await this.deletions.delete(recordingId, {
      atSource: deleteAtZadarma,
      alongside: (manager) =>
        this.audit.record(manager, principal, {
          action: 'recording.deleted',
          targetType: 'recording',
          targetId: recordingId,
          details: { deleteAtZadarma },
        }),
    });
    await this.handover.deleted(decided);
  }
}
