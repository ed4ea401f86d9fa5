import { Agent, type Dispatcher, errors, request } from 'undici';
import { errorCode } from '../error-code';
import { assertAllowedUrl, publicLookup } from './allowed-address';
import type { BudgetReport } from './request-budget';
import { encodeParameters, type Parameters, signRequest } from './sign-request';
import {
  AddressNotAllowedError,
  GatewayTroubleError,
  TimeoutError,
  UnreachableError,
} from './zadarma.errors';

/** Where and as whom to ask. */
export interface Credentials {
  /** Origin of the API, without a trailing slash. */
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  /** The one origin that may be private. */
  readonly exemptOrigin: string | undefined;
}

/** One request before it is signed. `path` carries its trailing slash. */
export interface PlainRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly parameters: Parameters;
  readonly place: 'query' | 'body';
  readonly signal?: AbortSignal;
}

/** An answer of any status, its body not yet understood. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly report: BudgetReport;
}

const connectMs = 5_000;
const answerMs = 15_000;
const largestAnswer = 32 * 1024 * 1024;

/** The codes Node and OpenSSL give to certificates that cannot be trusted. */
const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS/;

/**
 * Signs requests and sends byte for byte what was signed. Addresses are judged twice: as written, and as resolved at
 * the moment of connecting, so that a name cannot point elsewhere in between. Redirects are never followed.
 */
export class ZadarmaTransport {
  private readonly guarded: Agent;
  private readonly unguarded: Agent;

  constructor(
    private readonly timeoutMs = answerMs,
    lookup = publicLookup(),
  ) {
    const options = {
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxResponseSize: largestAnswer,
    };
    this.guarded = new Agent({ ...options, connect: { timeout: connectMs, lookup } });
    this.unguarded = new Agent({ ...options, connect: { timeout: connectMs } });
  }

  /** @throws AddressNotAllowedError, TimeoutError, UnreachableError, or the abort reason of the caller's signal */
  async send(credentials: Credentials, plain: PlainRequest): Promise<RawAnswer> {
    const encoded = encodeParameters(plain.parameters);
    const inQuery = plain.place === 'query' && encoded !== '';
    const url = new URL(`${credentials.url}${plain.path}${inQuery ? `?${encoded}` : ''}`);
    assertAllowedUrl(url, credentials.exemptOrigin);
    const limit = AbortSignal.timeout(this.timeoutMs);
    try {
      const answer = await request(url, {
        method: plain.method,
        headers: {
          authorization: `${credentials.key}:${signRequest(plain.path, encoded, credentials.secret)}`,
          accept: 'application/json',
          ...(plain.place === 'body' && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(plain.place === 'body' && { body: encoded }),
        dispatcher: url.origin === credentials.exemptOrigin ? this.unguarded : this.guarded,
        signal: plain.signal ? AbortSignal.any([plain.signal, limit]) : limit,
      });
      return { status: answer.statusCode, text: await answer.body.text(), report: reportOf(answer.headers) };
    } catch (error) {
      plain.signal?.throwIfAborted();
      throw this.explain(error, url);
    }
  }

  /** Closes the connections kept for later requests. */
  async close(): Promise<void> {
    await Promise.all([this.guarded.destroy(), this.unguarded.destroy()]);
  }

  private explain(error: unknown, { host }: URL): Error {
    const cause = rootCause(error);
    const code = errorCode(cause);
    if (cause instanceof AddressNotAllowedError) {
      return cause;
    }
    if (isTimeout(cause)) {
      return new TimeoutError(this.timeoutMs, cause);
    }
    if (cause instanceof errors.ResponseExceededMaxSizeError || cause instanceof errors.HTTPParserError) {
      return new GatewayTroubleError(0, cause);
    }
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      return new UnreachableError('host_not_found', host, cause);
    }
    if (code === 'ECONNREFUSED') {
      return new UnreachableError('connection_refused', host, cause);
    }
    return new UnreachableError(
      certificateCode.test(code) ? 'certificate_invalid' : 'unreachable',
      host,
      cause,
    );
  }
}

/** Dual-stack connects fail with one error per address; the first one says enough. */
function rootCause(error: unknown): unknown {
  const isAggregate = typeof error === 'object' && error !== null && 'errors' in error;
  return isAggregate && Array.isArray(error.errors) ? (error.errors[0] ?? error) : error;
}

const timeoutCodes: readonly string[] = [
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
];

/** An `AbortSignal.timeout` is known by its name alone. */
function isTimeout(error: unknown): boolean {
  const isNamed = typeof error === 'object' && error !== null && 'name' in error;
  return timeoutCodes.includes(errorCode(error)) || (isNamed && error.name === 'TimeoutError');
}

function reportOf(headers: Dispatcher.ResponseData['headers']): BudgetReport {
  return {
    limit: wholeNumber(headers['x-ratelimit-limit']),
    remaining: wholeNumber(headers['x-ratelimit-remaining']),
    reset: wholeNumber(headers['x-ratelimit-reset']),
  };
}

function wholeNumber(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d+$/.test(header) ? Number(header) : undefined;
}
