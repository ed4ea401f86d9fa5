import { type WebrtcDomain, webrtcDomain } from '@callboard/contracts';
import { LiveBus } from '@callboard/messaging';
import { WebrtcDomainRegistrar } from '@callboard/zadarma';
import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../http/access';

@ApiTags('Settings')
@Controller('settings/zadarma/webrtc-domain')
export class WebrtcDomainController {
  constructor(
    private readonly registrar: WebrtcDomainRegistrar,
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
      'Sets the browser phone up in the account if it is not; otherwise other domains stay as they are.',
  })
  @ApiOkResponse({ standardSchema: webrtcDomain })
  register(): Promise<WebrtcDomain> {
    return this.changed(this.registrar.register());
  }

  @Delete()
  @Allow('settings.write')
  @ApiOperation({ summary: 'Take back the domain that was registered here; domains of others stay' })
  @ApiOkResponse({ standardSchema: webrtcDomain })
  unregister(): Promise<WebrtcDomain> {
    return this.changed(this.registrar.undo());
  }

  /** Also after a failure half-way the registration may be another one than every process remembers. */
  private async changed(result: Promise<WebrtcDomain>): Promise<WebrtcDomain> {
    try {
      return await result;
    } finally {
      await this.bus.publish({ type: 'settings.changed' });
    }
  }
}
