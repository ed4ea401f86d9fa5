import { Agent, type Dispatcher, request } from 'undici';
import { assertAllowedUrl, publicLookup } from './allowed-address';
import { connectionTrouble } from './connection-trouble';
import type { BudgetReport } from './request-budget';
import { encodeParameters, type Parameters, signRequest } from './sign-request';

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
      throw connectionTrouble(error, url, this.timeoutMs);
    }
  }

  /** Closes the connections kept for later requests. */
  async close(): Promise<void> {
    await Promise.all([this.guarded.destroy(), this.unguarded.destroy()]);
  }
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
