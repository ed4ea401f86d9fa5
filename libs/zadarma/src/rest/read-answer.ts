import * as z from 'zod';
import { parseLossless } from './lenient';
import type { RawAnswer } from './zadarma-transport';
import {
  GatewayTroubleError,
  NotZadarmaError,
  PbxRefusedError,
  UnexpectedAnswerError,
  WrongKeyError,
  type ZadarmaError,
} from './zadarma.errors';

const errorBody = z.looseObject({ status: z.string().optional(), message: z.string().optional() });
/** What Zadarma's `status` can be. */
const ownWords: readonly (string | undefined)[] = ['success', 'error'];
const rateLimitWords = /exceeded the rate limit/i;
const wrongKeyWords = /^(not authorized|auth error)/i;
/** A page of somebody else may hold the same words; a refusal of ours is a line. */
const longestPlainRefusal = 100;

/** What an answer means: its content, a failure, or "later". */
export type Reading =
  | { readonly kind: 'content'; readonly content: unknown }
  | { readonly kind: 'rate_limited' }
  | { readonly kind: 'failure'; readonly error: ZadarmaError };

/**
 * Tells the failures apart (facts sheet 1.6). A call succeeded only if its status is below 400, its body is JSON and
 * does not say `error`; the rate limit also comes as HTTP 200.
 */
export function readAnswer({ status, text }: RawAnswer): Reading {
  if (status === 429) {
    return { kind: 'rate_limited' };
  }
  const content = json(text);
  const body = errorBody.safeParse(content);
  const message = body.data?.message ?? plainWords(content, text);
  if (rateLimitWords.test(message)) {
    return { kind: 'rate_limited' };
  }
  const error = failureOf(status, body.success ? body.data : undefined, message);
  return error ? { kind: 'failure', error } : { kind: 'content', content };
}

/**
 * Zadarma says `status` in every failure, though not in every success (facts sheet 1.6). Any other failure below 500, and
 * what is not JSON, comes from somebody else, unless it refuses the key in Zadarma's words.
 */
function failureOf(
  status: number,
  body: z.infer<typeof errorBody> | undefined,
  message: string,
): ZadarmaError | undefined {
  if (status >= 500) {
    return new GatewayTroubleError(status);
  }
  if (status === 401 && wrongKeyWords.test(message)) {
    return new WrongKeyError();
  }
  const isRedirect = status >= 300 && status < 400;
  const isFailure = status >= 400 || body?.status === 'error';
  if (isRedirect || body === undefined || (isFailure && !ownWords.includes(body.status))) {
    return new NotZadarmaError(status);
  }
  return isFailure ? refusal(status, message) : undefined;
}

function refusal(status: number, message: string): ZadarmaError {
  const isWrongKey = status === 401 || wrongKeyWords.test(message);
  return isWrongKey ? new WrongKeyError() : new PbxRefusedError(message || `HTTP ${status}`);
}

/** What is said without an object around it. */
function plainWords(content: unknown, text: string): string {
  const words = typeof content === 'string' ? content : content === undefined ? text : '';
  return words.length <= longestPlainRefusal ? words.trim() : '';
}

function json(text: string): unknown {
  try {
    return parseLossless(text);
  } catch {
    return undefined;
  }
}

/** The content in the shape its method describes. */
export function shape<Answer extends z.ZodType>(
  path: string,
  answer: Answer,
  content: unknown,
): z.output<Answer> {
  const result = answer.safeParse(content);
  if (!result.success) {
    const paths = result.error.issues.map((issue) => issue.path.join('.'));
    throw new UnexpectedAnswerError(path, [...new Set(paths)], result.error);
  }
  return result.data;
}
