import { type Problem, problem as problemSchema } from '@callboard/contracts';
import { DomainError } from '@callboard/platform';
import { HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isDatabaseAway } from './database-away';
import { frameworkCodes, type ProblemKind, problems } from './problems';

const invalidFields = problemSchema.shape.errors.unwrap();
const internal: ProblemKind = { status: 500, title: 'Something went wrong on our side' };

/** The problem an error is shown as. What is not meant for users keeps its words to the log. */
export function toProblem(error: unknown): Problem {
  if (error instanceof DomainError) {
    return fromDomainError(error as DomainError);
  }
  if (error instanceof HttpException && error.getStatus() < 500) {
    const code = frameworkCodes[error.getStatus()] ?? 'malformed_request';
    return { ...problemOf(code, error.message), status: error.getStatus() };
  }
  return problemOf(isDatabaseAway(error) ? 'database_unavailable' : 'internal_error');
}

/** A problem with this code; `detail` says what to do about it. */
export function problemOf(code: string, detail?: string): Problem {
  const { status, title } = problems[code] ?? internal;
  return { type: 'about:blank', title, status, code, ...(detail !== undefined && { detail }) };
}

/** Sends a problem as RFC 9457 wants it, with the headers its status asks for. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  const wait = problem.details?.retryAfterSeconds;
  if (problem.status === 401) {
    reply.header('www-authenticate', 'Bearer');
  }
  if (typeof wait === 'number') {
    reply.header('retry-after', String(wait));
  }
  void reply
    .status(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

function fromDomainError(error: DomainError): Problem {
  if (!(error.code in problems)) {
    return problemOf('internal_error');
  }
  const { errors, ...details } = error.details;
  const fields = invalidFields.safeParse(errors);
  return {
    ...problemOf(error.code, error.message),
    ...(fields.success && { errors: fields.data }),
    ...(Object.keys(details).length > 0 && { details }),
  };
}
