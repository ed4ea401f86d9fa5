import type { Principal } from '@callboard/auth';
import { id } from '@callboard/contracts';
import { LiveBus } from '@callboard/messaging';
import { RecordingsService } from '@callboard/recordings';
import { PersonalShare, ZadarmaSettingsService } from '@callboard/zadarma';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../http/access';
import { RecordingAccess } from './recording-access.service';

@ApiTags('Recordings')
@Controller('recordings/:id/fetch')
export class MissingRecordingsController {
  constructor(
    private readonly access: RecordingAccess,
    private readonly recordings: RecordingsService,
    private readonly settings: ZadarmaSettingsService,
    private readonly share: PersonalShare,
    private readonly bus: LiveBus,
  ) {}

  @Post()
  @HttpCode(202)
  @Allow('recordings.listen')
  @ApiOperation({
    summary: 'Ask Zadarma again for a recording that was given up',
    description:
      'A recording that is `missing` becomes `fetching` and is looked for as if its call had just ended. In any other ' +
      'state nothing happens. 409 `recording_deleted`. 429 `recording_asked_recently` within five minutes of the last ' +
      'attempt and `personal_share_used_up`, both with `Retry-After`.',
  })
  @ApiAcceptedResponse()
  async askAgain(
    @Param('id', { schema: id }) recordingId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    await this.access.find(recordingId, principal);
    await this.share.take(`${principal.kind}:${principal.id}`);
    const { playRecordingsRemotely } = await this.settings.current();
    // The sweep finds it within seconds.
    const call = await this.recordings.askAgain(recordingId, { toKeep: !playRecordingsRemotely });
    if (call) {
      await this.bus.publish({ type: 'call.changed', ...call });
    }
  }
}
