import type { Problem } from '@callboard/contracts';

/** What went wrong at one field, `path` in dots (`phones.0.number`). */
export interface FieldProblem {
  path: string;
  message: string;
  code?: string | undefined;
}

/**
 * An answer of the server that is not a success, or no answer at all.
 *
 * `code` is stable and decides what the user is told. With status 0 there was no answer: `server_unreachable`, or none in
 * time: `server_silent`, and `outcome_unknown` where asking again might do something twice. `unreadable_answer` means that
 * this version cannot read what the server said.
 */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;
  readonly status: number;
  readonly detail: string | undefined;
  readonly errors: readonly FieldProblem[];
  readonly requestId: string | undefined;
  /** What a program can use, by code: `retryAfterSeconds`, `pbxMessage`, … */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(problem: Partial<Problem> & { code: string; status: number }, options?: ErrorOptions) {
    super(problem.detail ?? problem.title ?? problem.code, options);
    this.code = problem.code;
    this.status = problem.status;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId;
    this.details = problem.details ?? {};
  }
}

/** True if the session is missing or over. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;

/** True if asking again may help: no answer, or a server that is busy or restarting. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 0 || error.status === 429 || error.status >= 500);

const ownTroubles = [
  'server_unreachable',
  'server_silent',
  'server_unavailable',
  'database_unavailable',
  'queue_unavailable',
  'request_timeout',
];

/** True if our own server was away, so that its return is a reason to ask again; Zadarma's troubles are none. */
export const isServerAway = (error: unknown): boolean =>
  error instanceof ApiProblem && ownTroubles.includes(error.code);

/** True if the time for an answer was used up, so that nobody should wait that long again unasked. */
export const isSilence = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.code === 'server_silent' || error.code === 'outcome_unknown');
