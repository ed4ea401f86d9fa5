import type { EmployeePrincipal } from '@callboard/auth';
import {
  type WebrtcSession,
  webrtcSession,
  type WebrtcSessionQuery,
  webrtcSessionQuery,
} from '@callboard/contracts';
import { WebrtcSessions } from '@callboard/zadarma';
import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentEmployee } from '../http/access';

@ApiTags('Browser phone')
@Controller('webrtc')
export class WebrtcController {
  constructor(private readonly sessions: WebrtcSessions) {}

  @Get('session')
  @Allow('self')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'What the viewer’s own browser phone needs',
    description:
      'The key lets its holder call on the account, so only a signed-in employee gets one, for their own extension; ' +
      'API keys never do. Ask again at `renewAt`; with `renew=true` if the widget refused the key.',
  })
  @ApiOkResponse({ standardSchema: webrtcSession })
  session(
    @CurrentEmployee() { id }: EmployeePrincipal,
    @Query({ schema: webrtcSessionQuery }) { renew }: WebrtcSessionQuery,
  ): Promise<WebrtcSession> {
    return this.sessions.of(id, { renew });
  }
}
