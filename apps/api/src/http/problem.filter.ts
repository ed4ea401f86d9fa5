import { type Problem, problem as problemSchema } from '@callboard/contracts';
import { DomainError, LOG, type Log } from '@callboard/platform';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseAway } from './database-away';
import { frameworkCodes, type ProblemKind, problems } from './problems';
import { ValidationError } from './validation.pipe';

/** How rooms name the fields they refuse, in `details.errors`: as validation does. */
const invalidFields = problemSchema.shape.errors;

const internal: ProblemKind = { status: 500, title: 'Something went wrong on our side' };

/** Answers every failure as `application/problem+json` with a stable code and the request's id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const body = { ...toProblem(error), requestId: request.id };
    if (body.status >= 500) {
      this.log.error({ err: error, requestId: request.id }, 'A request failed');
    }
    if (reply.sent || reply.raw.headersSent) {
      return;
    }
    if (body.status === 401) {
      reply.header('www-authenticate', 'Bearer');
    }
    const wait = body.details?.retryAfterSeconds;
    if (typeof wait === 'number') {
      reply.header('retry-after', String(wait));
    }
    void reply
      .status(body.status)
      .header('cache-control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify(body));
  }
}

/** The problem an error is shown as. What is not meant for users keeps its words to the log. */
export function toProblem(error: unknown): Problem {
  if (error instanceof DomainError) {
    return fromDomainError(error as DomainError);
  }
  if (error instanceof HttpException && error.getStatus() < 500) {
    const code = frameworkCodes[error.getStatus()] ?? 'malformed_request';
    return describe(code, { ...problems[code], status: error.getStatus() }, error.message);
  }
  return describe(isDatabaseAway(error) ? 'database_unavailable' : 'internal_error');
}

function fromDomainError(error: DomainError): Problem {
  const kind = problems[error.code];
  if (!kind) {
    return describe('internal_error');
  }
  const problem = describe(error.code, kind, error.message);
  if (error instanceof ValidationError) {
    return { ...problem, errors: [...error.errors] };
  }
  const { errors, ...details } = error.details;
  const fields = invalidFields.safeParse(errors);
  return {
    ...problem,
    ...(fields.success && { errors: fields.data }),
    ...(Object.keys(details).length > 0 && { details }),
  };
}

function describe(
  code: string,
  kind: Partial<ProblemKind> | undefined = problems[code],
  detail?: string,
): Problem {
  const { status, title } = { ...internal, ...kind };
  return { type: 'about:blank', title, status, code, ...(detail !== undefined && { detail }) };
}
