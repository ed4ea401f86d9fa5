import { problem as problemSchema } from '@callboard/contracts';
import type * as z from 'zod';
import { apiBase } from '../../config/api';
import { ApiProblem } from './problem';

type Parameter = string | number | boolean | readonly string[] | null | undefined;

/**
 * How long an answer may take until nobody believes in it any more, in milliseconds: one of our own server, one for which
 * it asks Zadarma in turn, one time after another, and one that takes in or hands out a file.
 */
export const limits = { usual: 15_000, zadarma: 60_000, file: 300_000 };

interface Request<Answer> {
  /** Shape of the answer; leave out for answers without a body. */
  answer?: z.ZodType<Answer>;
  query?: Readonly<Record<string, Parameter>>;
  /** A file goes as it is, as what its type says; anything else as JSON. */
  body?: unknown;
  signal?: AbortSignal;
  /** The same for every repeat of one wish, so that the server carries it out once. */
  idempotencyKey?: string;
  /** Something new each time it is carried out, so that asking again may make two of it. */
  creates?: boolean;
  /** How long to wait for the whole answer, in milliseconds, where it is not `limits.usual`. */
  limitMs?: number;
}

/** Asks the REST interface; `path` begins with a slash, below `/api/v1`. Throws {@link ApiProblem}. */
export const api = {
  get: <Answer>(path: string, request: Omit<Request<Answer>, 'body'> & { answer: z.ZodType<Answer> }) =>
    send<Answer>('GET', path, request),
  post: <Answer = void>(path: string, request: Request<Answer> = {}) => send<Answer>('POST', path, request),
  put: <Answer>(path: string, request: Request<Answer>) => send<Answer>('PUT', path, request),
  patch: <Answer>(path: string, request: Request<Answer>) => send<Answer>('PATCH', path, request),
  delete: <Answer = void>(path: string, request: Request<Answer> = {}) =>
    send<Answer>('DELETE', path, request),
};

async function send<Answer>(method: string, path: string, request: Request<Answer>): Promise<Answer> {
  try {
    return await answerOf(await reach(method, path, request), request);
  } catch (error) {
    throw error instanceof ApiProblem || isNamed(error, 'AbortError')
      ? error
      : new ApiProblem({ code: silenceCode(error, request), status: 0 }, { cause: error });
  }
}

/** Rejects with the signal's reason when the time is up or nobody wants the answer any more, also while it is read. */
function reach(method: string, path: string, request: Request<unknown>): Promise<Response> {
  const limit = AbortSignal.timeout(request.limitMs ?? limits.usual);
  return fetch(`${apiBase}${path}${queryString(request.query)}`, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...contentType(request.body),
      ...(request.idempotencyKey ? { 'idempotency-key': request.idempotencyKey } : {}),
    },
    ...(request.body === undefined ? {} : { body: sendable(request.body) }),
    signal: request.signal ? AbortSignal.any([request.signal, limit]) : limit,
  });
}

const sendable = (body: unknown): Blob | string => (body instanceof Blob ? body : JSON.stringify(body));

function contentType(body: unknown): Record<string, string> {
  if (body === undefined) {
    return {};
  }
  return { 'content-type': body instanceof Blob ? body.type : 'application/json' };
}

async function answerOf<Answer>(response: Response, { answer }: Request<Answer>): Promise<Answer> {
  if (!response.ok) {
    throw problemOf(response, await readJson(response));
  }
  if (!answer) {
    return undefined as Answer;
  }
  const parsed = answer.safeParse(await readJson(response));
  if (!parsed.success) {
    throw new ApiProblem({ code: 'unreadable_answer', status: response.status }, { cause: parsed.error });
  }
  return parsed.data;
}

function problemOf(response: Response, said: unknown): ApiProblem {
  const parsed = problemSchema.safeParse(said);
  return new ApiProblem(
    parsed.success
      ? parsed.data
      : {
          code: response.status >= 500 ? 'server_unavailable' : 'unreadable_answer',
          status: response.status,
        },
  );
}

/** What was said, if it is JSON. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch (error) {
    if (isNamed(error, 'SyntaxError')) {
      return undefined;
    }
    throw error;
  }
}

/** Not `instanceof`: what comes out of `fetch` may be of another realm. */
const isNamed = (error: unknown, name: string): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === name;

function silenceCode(error: unknown, { creates }: Request<unknown>): string {
  if (!isNamed(error, 'TimeoutError')) {
    return 'server_unreachable';
  }
  return creates ? 'outcome_unknown' : 'server_silent';
}

/** Builds `?a=1&b=2,3`; empty values are left out, lists are joined by commas. */
function queryString(query: Request<unknown>['query'] = {}): string {
  const entries = Object.entries(query).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === null || value === '') {
      return [];
    }
    const text = typeof value === 'object' ? value.join(',') : String(value);
    return text === '' ? [] : [[name, text]];
  });
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
}
