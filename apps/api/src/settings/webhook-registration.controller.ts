import type { Principal } from '@callboard/auth';
import {
  type RegisterWebhookBody,
  registerWebhookBody,
  type WebhookRegistration,
  webhookRegistration,
} from '@callboard/contracts';
import { WebhookRegistrar } from '@callboard/zadarma';
import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../http/access';
import { ChangesAtZadarma } from './changes-at-zadarma.service';

/** Without a body all switches are on. */
const chosen = registerWebhookBody.prefault({});

@ApiTags('Settings')
@Controller('settings/zadarma/webhook')
export class WebhookRegistrationController {
  constructor(
    private readonly registrar: WebhookRegistrar,
    private readonly changes: ChangesAtZadarma,
  ) {}

  @Get()
  @Allow('settings.read')
  @ApiOperation({ summary: 'The webhook address and switches registered at Zadarma now' })
  @ApiOkResponse({ standardSchema: webhookRegistration })
  current(): Promise<WebhookRegistration> {
    return this.registrar.current();
  }

  @Post()
  @HttpCode(200)
  @Allow('settings.write')
  @ApiOperation({
    summary: 'Register our webhook address at Zadarma',
    description:
      'Replaces the address of another integration; it is remembered and comes back on DELETE. Leaves an audit entry.',
  })
  @ApiOkResponse({ standardSchema: webhookRegistration })
  register(
    @Body({ schema: chosen }) { notifications }: RegisterWebhookBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<WebhookRegistration> {
    return this.audited(principal, 'webhook.registered', this.registrar.register(notifications));
  }

  @Delete()
  @Allow('settings.write')
  @ApiOperation({
    summary: 'Put back the webhook address that was registered before ours',
    description: 'Leaves an audit entry.',
  })
  @ApiOkResponse({ standardSchema: webhookRegistration })
  unregister(@CurrentPrincipal() principal: Principal): Promise<WebhookRegistration> {
    return this.audited(principal, 'webhook.unregistered', this.registrar.undo());
  }

  private audited(
    principal: Principal,
    action: string,
    change: Promise<WebhookRegistration>,
  ): Promise<WebhookRegistration> {
    return this.changes.audited(
      principal,
      { action, targetType: 'webhook', targetId: null },
      change,
      (result) => ({
        isOurs: result.isOurs,
        // Of an address of others no more than this: the rest may hold a secret.
        host: result.url !== null && URL.canParse(result.url) ? new URL(result.url).host : null,
        notifications: result.notifications,
      }),
    );
  }
}
