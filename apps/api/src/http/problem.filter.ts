import { LOG, type Log } from '@callboard/platform';
import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem, toProblem } from './to-problem';

/** Answers every failure as `application/problem+json` with a stable code and the request's id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = { ...toProblem(error), requestId: request.id };
    if (problem.status >= 500) {
      this.log.error({ err: error, requestId: request.id, code: problem.code }, 'A request failed');
    }
    if (!reply.sent && !reply.raw.headersSent) {
      sendProblem(reply, problem);
    }
  }
}
