import { type Problem, problem as problemSchema } from '@callboard/contracts';
import { isDatabaseTrouble } from '@callboard/database';
import { DomainError } from '@callboard/platform';
import { HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { inputCodes, isUnstorable } from './invalid-input';
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
  if (isUnstorable(error)) {
    const detail = 'A text holds a character that cannot be stored. Remove it.';
    return { ...problemOf('validation_failed', detail), errors: [{ path: '', message: detail }] };
  }
  return problemOf(isDatabaseTrouble(error) ? 'database_unavailable' : 'internal_error');
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
  const { errors, ...details } = error.details;
  const { data: fields } = invalidFields.safeParse(errors);
  const more = Object.keys(details).length > 0 && { details };
  const path = inputCodes[error.code];
  if (path !== undefined) {
    const wrong = path === null ? (fields ?? []) : [{ path, message: error.message }];
    return {
      ...problemOf('validation_failed', error.message),
      errors: wrong.map((field) => ({ ...field, code: error.code })),
      ...more,
    };
  }
  return error.code in problems
    ? { ...problemOf(error.code, error.message), ...(fields && { errors: fields }), ...more }
    : problemOf('internal_error');
}
