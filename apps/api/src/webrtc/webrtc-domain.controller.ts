import type { Principal } from '@callboard/auth';
import { type WebrtcDomain, webrtcDomain } from '@callboard/contracts';
import { LiveBus } from '@callboard/messaging';
import { WebrtcDomainRegistrar } from '@callboard/zadarma';
import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../http/access';
import { ChangesAtZadarma } from '../settings/changes-at-zadarma.service';

@ApiTags('Settings')
@Controller('settings/zadarma/webrtc-domain')
export class WebrtcDomainController {
  constructor(
    private readonly registrar: WebrtcDomainRegistrar,
    private readonly changes: ChangesAtZadarma,
    private readonly bus: LiveBus,
  ) {}

  @Get()
  @Allow('settings.read')
  @ApiOperation({
    summary: 'Whether Zadarma knows the domain of the browser phone',
    description: '`problems` says in plain words what is in the way.',
  })
  @ApiOkResponse({ standardSchema: webrtcDomain })
  current(): Promise<WebrtcDomain> {
    return this.registrar.current();
  }

  @Post()
  @HttpCode(200)
  @Allow('settings.write')
  @ApiOperation({
    summary: 'Register the domain of the browser phone at Zadarma',
    description:
      'Sets the browser phone up in the account if it is not; otherwise other domains stay as they are. Leaves an ' +
      'audit entry.',
  })
  @ApiOkResponse({ standardSchema: webrtcDomain })
  register(@CurrentPrincipal() principal: Principal): Promise<WebrtcDomain> {
    return this.changed(principal, 'webrtc_domain.registered', this.registrar.register());
  }

  @Delete()
  @Allow('settings.write')
  @ApiOperation({
    summary: 'Take back the domain that was registered here; domains of others stay',
    description: 'Leaves an audit entry.',
  })
  @ApiOkResponse({ standardSchema: webrtcDomain })
  unregister(@CurrentPrincipal() principal: Principal): Promise<WebrtcDomain> {
    return this.changed(principal, 'webrtc_domain.unregistered', this.registrar.undo());
  }

  /** Also after a failure half-way the registration may be another one than every process remembers. */
  private async changed(
    principal: Principal,
    action: string,
    change: Promise<WebrtcDomain>,
  ): Promise<WebrtcDomain> {
    const asked = { action, targetType: 'webrtc_domain', targetId: null };
    try {
      return await this.changes.audited(principal, asked, change, ({ domain, isRegistered }) => ({
        domain,
        isRegistered,
      }));
    } finally {
      await this.bus.publish({ type: 'settings.changed' });
    }
  }
}
