import { Readable } from 'node:stream';
import { DomainError } from '@callboard/platform';
import { type Download, type DownloadOptions, recordingTooLarge, sourceError } from '@callboard/recordings';
import { Agent, type Dispatcher, request } from 'undici';
import { publicLookup } from '../rest/allowed-address';
import { connectionTrouble, isTimeout } from '../rest/connection-trouble';
import { GatewayTroubleError, TimeoutError } from '../rest/zadarma.errors';
import { assertRecordingUrl, ofLink } from './recording-address';
import { sniffAudio, sniffedBytes } from './sniff-audio';

/** Whose recording it is, which decides where it may come from. */
export interface RecordingHost {
  /** Origin of the PBX in the settings. */
  readonly pbxUrl: string;
  /** The one origin that may be private. */
  readonly exemptOrigin: string | undefined;
}

/** How long a download may take, in milliseconds. */
export interface DownloadLimits {
  /** Until the answer begins. */
  readonly answer: number;
  /** Between two pieces of the file. */
  readonly silence: number;
  readonly whole: number;
}

const usualLimits: DownloadLimits = { answer: 15_000, silence: 30_000, whole: 15 * 60_000 };
const connectMs = 5_000;
const mostRedirects = 3;
/** Links expire, and the PBX overwrites old files. */
const gone = [401, 403, 404, 410];

/**
 * Reads files from addresses that somebody else chose: every address is judged as written and as resolved, also after
 * a redirect; what comes must look like audio, be no larger than allowed and end where it was announced to end.
 * Nothing is kept in memory but the piece that is passed on.
 */
export class RecordingDownloader {
  private readonly guarded: Agent;
  private readonly unguarded: Agent;

  constructor(
    private readonly limits = usualLimits,
    lookup = publicLookup(),
  ) {
    const options = { headersTimeout: limits.answer, bodyTimeout: limits.silence };
    this.guarded = new Agent({ ...options, connect: { timeout: connectMs, lookup } });
    this.unguarded = new Agent({ ...options, connect: { timeout: connectMs } });
  }

  /** Begins to read; see `RecordingSource.download`. */
  async download(
    address: string,
    host: RecordingHost,
    { maxBytes, signal }: DownloadOptions,
  ): Promise<Download> {
    const limit = AbortSignal.timeout(this.limits.whole);
    const until = signal ? AbortSignal.any([signal, limit]) : limit;
    const answer = await this.follow(new URL(address), host, until);
    try {
      return await this.read(answer, maxBytes, until);
    } catch (error) {
      answer.body.destroy();
      throw error;
    }
  }

  /** Closes the connections kept for later downloads. */
  async close(): Promise<void> {
    await Promise.all([this.guarded.destroy(), this.unguarded.destroy()]);
  }

  private async follow(
    start: URL,
    host: RecordingHost,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    let url = start;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      assertRecordingUrl(url, host.pbxUrl, host.exemptOrigin);
      const answer = await this.get(url, host, signal);
      if (answer.statusCode === 200) {
        return answer;
      }
      answer.body.destroy();
      const { location } = answer.headers;
      if (answer.statusCode < 300 || answer.statusCode >= 400 || typeof location !== 'string') {
        throw gone.includes(answer.statusCode)
          ? sourceError('recording_dead_link')
          : new GatewayTroubleError(answer.statusCode);
      }
      url = resolve(location, url);
    }
    throw new GatewayTroubleError(310);
  }

  private async get(
    url: URL,
    { exemptOrigin }: RecordingHost,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    try {
      const answer = await request(url, {
        headers: { accept: 'audio/*', 'accept-encoding': 'identity' },
        dispatcher: url.origin === exemptOrigin ? this.unguarded : this.guarded,
        signal,
      });
      // A body that is broken off on purpose fails as well, and nobody listens any more then.
      answer.body.on('error', () => undefined);
      return answer;
    } catch (error) {
      throw ofLink(connectionTrouble(error, url, this.limits.answer));
    }
  }

  private async read(
    { body, headers }: Dispatcher.ResponseData,
    maxBytes: number,
    until: AbortSignal,
  ): Promise<Download> {
    const announced = Number(headers['content-length'] ?? Number.NaN);
    if (announced > maxBytes) {
      throw recordingTooLarge(maxBytes);
    }
    if (/^(text\/|application\/(json|xml|xhtml))/.test(String(headers['content-type'] ?? ''))) {
      throw sourceError('recording_not_audio');
    }
    const pieces = this.pieces(body, { maxBytes, announced, until });
    const head = await headOf(pieces);
    const contentType = sniffAudio(head);
    if (contentType === null) {
      throw sourceError('recording_not_audio');
    }
    const stream = Readable.from(joined(head, pieces), { objectMode: false });
    stream.once('close', () => body.destroy());
    return { contentType, stream };
  }

  /** The body, judged as it comes. */
  private async *pieces(
    body: Readable,
    { maxBytes, announced, until }: { maxBytes: number; announced: number; until: AbortSignal },
  ): AsyncGenerator<Buffer, void> {
    let received = 0;
    try {
      for await (const piece of body as AsyncIterable<Buffer>) {
        received += piece.length;
        if (received > maxBytes) {
          throw recordingTooLarge(maxBytes);
        }
        yield piece;
      }
    } catch (error) {
      throw this.brokenOff(error, until);
    }
    if (received < announced) {
      throw sourceError('recording_truncated');
    }
  }

  private brokenOff(error: unknown, until: AbortSignal): unknown {
    if (error instanceof DomainError) {
      return error;
    }
    if (isTimeout(error) || isTimeout(until.reason)) {
      return new TimeoutError(this.limits.silence, error);
    }
    return sourceError('recording_truncated', error);
  }
}

/** @throws DomainError `recording_dead_link` for what is no address */
function resolve(location: string, base: URL): URL {
  if (!URL.canParse(location, base.href)) {
    throw sourceError('recording_dead_link');
  }
  return new URL(location, base);
}

/** As many bytes as it takes to tell what it is, or all there are. */
async function headOf(pieces: AsyncGenerator<Buffer, void>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < sniffedBytes) {
    const { value, done } = await pieces.next();
    if (done) {
      break;
    }
    head = Buffer.concat([head, value]);
  }
  return head;
}

async function* joined(head: Buffer, rest: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  yield head;
  yield* rest;
}
