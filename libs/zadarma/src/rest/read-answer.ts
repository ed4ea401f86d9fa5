import * as z from 'zod';
import { parseLossless } from './lenient';
import type { RawAnswer } from './zadarma-transport';
import {
  GatewayTroubleError,
  PbxRefusedError,
  UnexpectedAnswerError,
  WrongKeyError,
  type ZadarmaError,
} from './zadarma.errors';

const errorBody = z.looseObject({ status: z.string().optional(), message: z.string().optional() });
const rateLimitWords = /exceeded the rate limit/i;
const wrongKeyWords = /^(not authorized|auth error)/i;

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
  const message = body.data?.message ?? '';
  if (rateLimitWords.test(message)) {
    return { kind: 'rate_limited' };
  }
  const error = failureOf(status, body.success ? body.data : undefined, message);
  return error ? { kind: 'failure', error } : { kind: 'content', content };
}

function failureOf(
  status: number,
  body: z.infer<typeof errorBody> | undefined,
  message: string,
): ZadarmaError | undefined {
  const saysError = body?.status === 'error';
  if (status === 401 || (saysError && wrongKeyWords.test(message))) {
    return new WrongKeyError();
  }
  if (status >= 500 || body === undefined || (status >= 300 && status < 400)) {
    return new GatewayTroubleError(status);
  }
  return status >= 400 || saysError ? new PbxRefusedError(message || `HTTP ${status}`) : undefined;
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
