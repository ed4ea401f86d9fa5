import type { ServerResponse } from 'node:http';
import type { Principal } from '@callboard/auth';
import { CallsService } from '@callboard/calls';
import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, CurrentPrincipal } from '../http/access';
import { Heartbeat } from './heartbeat.service';
import { LiveHub } from './live-hub.service';
import { LiveStream } from './live-stream';
import { MissedEvents } from './missed-events.service';
import { PrincipalWatch } from './principal-watch.service';
import { formatPlace, retryAfter } from './sse-event';

@ApiTags('Live')
@Controller('live')
export class LiveController {
  constructor(
    private readonly hub: LiveHub,
    private readonly missed: MissedEvents,
    private readonly watch: PrincipalWatch,
    private readonly calls: CallsService,
    private readonly heartbeat: Heartbeat,
  ) {}

  @Get()
  @Allow('live.read')
  @ApiOperation({
    summary: 'Server-sent events: what changes, while it changes',
    description:
      '`call.changed` {id, version, call}, `call.ringing` {id, version, extension, employeeId, at, call} for the ' +
      'employee whose phone rings, `callRequest.changed` {id, version, callRequest} for the employee who made it, `settings.changed` {}, `resync` {} (load what you show again). Versions only grow: ' +
      'ignore an older one. Send `Last-Event-ID` to get what you missed. `heartbeat` {behind} comes at the beginning and ' +
      'every 15 seconds: after some 40 silent seconds connect again. It is `behind` while what the PBX told has been ' +
      'waiting for more than 20 seconds to be worked through.',
  })
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  async open(
    @CurrentPrincipal() principal: Principal,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const stream = new LiveStream(principal, takeOver(reply));
    stream.sendMissed(retryAfter);
    if (stream.isEnded) {
      // The reader left while it was asked who it is; nobody would tell us again.
      return;
    }
    const stop = this.watch.watch(request, principal, () => stream.end());
    reply.raw.on('close', () => {
      stop();
      this.hub.remove(stream);
    });
    // Joined before asking what was missed, so that nothing falls between the two.
    this.hub.add(stream);
    try {
      const missed = lastEventId
        ? await this.missed.since(lastEventId, principal)
        : [formatPlace((await this.calls.now()).toISOString())];
      missed.forEach((text) => stream.sendMissed(text));
      stream.goLive();
      await this.heartbeat.greet(stream);
    } catch (error) {
      stream.end();
      throw error;
    }
  }
}

/** Takes the answer out of Fastify's hands, with the headers it has set so far. */
function takeOver(reply: FastifyReply): ServerResponse {
  reply.hijack();
  reply.raw.writeHead(200, {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // nginx would collect events before it passes them on.
    'x-accel-buffering': 'no',
  } as Record<string, string>);
  reply.raw.flushHeaders();
  return reply.raw;
}
