import { AuditService, type Principal } from '@callboard/auth';
import {
  type ConnectionTest,
  connectionTest,
  type UpdateZadarmaSettingsBody,
  updateZadarmaSettingsBody,
  type ZadarmaSettings,
  zadarmaSettings,
} from '@callboard/contracts';
import { callsRefold, JobProducer, LiveBus } from '@callboard/messaging';
import {
  ConnectionTester,
  type SettingsChange,
  ZadarmaError,
  ZadarmaSettingsService,
} from '@callboard/zadarma';
import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../http/access';
import { validationFailed } from '../http/validation.pipe';

@ApiTags('Settings')
@Controller('settings/zadarma')
export class SettingsController {
  constructor(
    private readonly settings: ZadarmaSettingsService,
    private readonly tester: ConnectionTester,
    private readonly bus: LiveBus,
    private readonly producer: JobProducer,
    private readonly audit: AuditService,
  ) {}

  @Get()
  @Allow('settings.read')
  @ApiOperation({ summary: 'The connection to Zadarma', description: 'The secret itself is never shown.' })
  @ApiOkResponse({ standardSchema: zadarmaSettings })
  get(): Promise<ZadarmaSettings> {
    return this.settings.get();
  }

  @Put()
  @Allow('settings.write')
  @ApiOperation({
    summary: 'Change the connection to Zadarma',
    description:
      'Absent fields keep their value. Zadarma is not contacted. Another time zone or default country makes all ' +
      'calls be read again in the background. Leaves an audit entry, without key and secret.',
  })
  @ApiOkResponse({ standardSchema: zadarmaSettings })
  async update(
    @Body({ schema: updateZadarmaSettingsBody }) body: UpdateZadarmaSettingsBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ZadarmaSettings> {
    const { settings, refoldNeeded } = await this.store(body, principal);
    await this.bus.publish({ type: 'settings.changed' });
    if (refoldNeeded) {
      await this.refold();
    }
    return settings;
  }

  @Post('test')
  @HttpCode(200)
  @Allow('settings.write')
  @ApiOperation({
    summary: 'Try the stored connection',
    description:
      'Asks Zadarma for balance, price plan, time zone and PBX, one after another, and stops at the first failure, ' +
      'which `code` and `message` name.',
  })
  @ApiOkResponse({ standardSchema: connectionTest })
  test(): Promise<ConnectionTest> {
    return this.tester.test();
  }

  /** An address that nothing may be sent to is wrong input here; elsewhere it is a stored setting that is in the way. */
  private async store(body: UpdateZadarmaSettingsBody, principal: Principal): Promise<SettingsChange> {
    try {
      return await this.settings.update(body, (manager, changed) =>
        this.audit.record(manager, principal, {
          action: 'settings.updated',
          targetType: 'settings',
          targetId: 'zadarma',
          details: changed,
        }),
      );
    } catch (error) {
      throw error instanceof ZadarmaError && error.code === 'address_not_allowed'
        ? validationFailed([{ path: 'url', message: error.message, code: error.code }])
        : error;
    }
  }

  /** Without a queue the worker's sweep finds the refold where the settings have noted it. */
  private async refold(): Promise<void> {
    if ((await this.producer.enqueue(callsRefold, { extension: null })) === 'queued') {
      await this.settings.refoldQueued();
    }
  }
}
