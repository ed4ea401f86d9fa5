import { problem as problemSchema } from '@callboard/contracts';
import type * as z from 'zod';
import { apiBase } from '../../config/api';
import { ApiProblem } from './problem';

type Parameter = string | number | boolean | readonly string[] | null | undefined;

interface Request<Answer> {
  /** Shape of the answer; leave out for answers without a body. */
  answer?: z.ZodType<Answer>;
  query?: Readonly<Record<string, Parameter>>;
  body?: unknown;
  signal?: AbortSignal;
  /** The same for every repeat of one wish, so that the server carries it out once. */
  idempotencyKey?: string;
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
  const response = await reach(method, path, request);
  if (!response.ok) {
    throw await problemOf(response);
  }
  if (!request.answer) {
    return undefined as Answer;
  }
  const parsed = request.answer.safeParse(await readJson(response));
  if (!parsed.success) {
    throw new ApiProblem({ code: 'unreadable_answer', status: response.status }, { cause: parsed.error });
  }
  return parsed.data;
}

async function reach(method: string, path: string, request: Request<unknown>): Promise<Response> {
  try {
    return await fetch(`${apiBase}${path}${queryString(request.query)}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(request.idempotencyKey ? { 'idempotency-key': request.idempotencyKey } : {}),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal ? { signal: request.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') {
      throw error;
    }
    throw new ApiProblem({ code: 'server_unreachable', status: 0 }, { cause: error });
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const parsed = problemSchema.safeParse(await readJson(response));
  return new ApiProblem(
    parsed.success
      ? parsed.data
      : {
          code: response.status >= 500 ? 'server_unavailable' : 'unreadable_answer',
          status: response.status,
        },
  );
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch {
    return undefined;
  }
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
