import { JobProducer, zadarmaInboundEvent } from '@callboard/messaging';
import { Clock, withRequestContext } from '@callboard/platform';
import { Deadline, echoToken, type IntakeResult, WebhookIntake, webhookPath } from '@callboard/zadarma';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ObservedRequest } from '../http/observe-requests';
import { SpeechNotices } from './speech-notices.service';

/** The caller hears nothing while the PBX waits; it gets its answer within half a second. */
const answerWithinMs = 400;
/** A queue that needs longer does without the job: the sweep finds the event. */
const longestEnqueueMs = 150;
/** A notification has some hundred bytes; SMS and tracking lists a few thousand. */
const largestBody = 256 * 1_024;

/**
 * The address Zadarma calls. Its routes live in a Fastify scope of their own, because here alone bodies are wanted as
 * the bytes that were signed, with a limit of their own, and every refusal is to be kept.
 */
@Injectable()
export class ZadarmaWebhookController implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly intake: WebhookIntake,
    private readonly producer: JobProducer,
    private readonly clock: Clock,
    private readonly notices: SpeechNotices,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // Not awaited: that would make Fastify ready before Nest has given it the filter for all other routes.
    void fastify.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser(
        '*',
        { parseAs: 'buffer', bodyLimit: largestBody },
        (_request, body, parsed) => parsed(null, body),
      );
      scope.setErrorHandler((error: FastifyError, request, reply) => this.refuse(error, request, reply));
      scope.get(webhookPath, (request, reply) => this.echo(request, reply));
      scope.post(webhookPath, (request, reply) => this.receive(request, reply));
      done();
    });
  }

  /** The handshake: Zadarma asks for its own token before it believes the address. */
  private echo(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { zd_echo: given } = request.query as { zd_echo?: unknown };
    const token = echoToken(given);
    void reply.type('text/plain; charset=utf-8').status(given === undefined || token ? 200 : 400);
    return reply.send(token ?? 'Callboard waits here for the notifications of Zadarma.');
  }

  private async receive(
    request: FastifyRequest & ObservedRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const deadline = new Deadline(answerWithinMs);
    const { signature } = request.headers;
    const result = await this.intake.accept({
      signature: typeof signature === 'string' ? signature : undefined,
      contentType: request.headers['content-type'],
      rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      receivedAt: this.clock.now(),
      deadline,
    });
    const { named = {} } = result;
    request.loggedIds = named;
    await withRequestContext(named, () => this.handOn(result, deadline));
    return send(reply, result);
  }

  private async handOn(result: IntakeResult, deadline: Deadline): Promise<void> {
    if (result.inboundEventId !== null) {
      await this.producer.enqueue(
        zadarmaInboundEvent,
        { inboundEventId: result.inboundEventId },
        { deadlineMs: Math.min(longestEnqueueMs, deadline.remaining()) },
      );
    }
    if (result.recognised) {
      void this.notices.take(result.recognised);
    }
  }

  /** What Fastify itself refuses: too large, or headers it cannot read. */
  private async refuse(
    error: FastifyError,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const contentType = request.headers['content-type'];
    const reason = error.statusCode === 413 ? 'too_large' : 'malformed';
    return send(reply, await this.intake.refuseUnread(reason, this.clock.now(), contentType));
  }
}

function send(reply: FastifyReply, { status, contentType, body }: IntakeResult): FastifyReply {
  return reply.status(status).type(contentType).send(body);
}
