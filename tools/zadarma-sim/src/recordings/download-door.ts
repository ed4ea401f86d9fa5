import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Cloud } from '../cloud';
import type { FaultOf } from '../faults/fault';
import { writeAnswer, type Answer } from '../http/answer';
import type { Recording } from './recording-store';

const notFound: Answer = { status: 404, body: 'Not found' };
const page: Answer = { status: 200, body: '<html><body>Please sign in</body></html>', type: 'text/html' };
const chunk = Buffer.alloc(64 * 1024, 0x55);

/** `bytes=a-b`, `bytes=a-` or `bytes=-n` within a file; `null` for none, `unsatisfiable` for one outside it. */
export function readRange(
  header: string | undefined,
  size: number,
): { from: number; to: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return null;
  const from = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const to = match[1] === '' || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]));
  return from >= size || from > to ? 'unsatisfiable' : { from, to };
}

function fileAnswer(file: Buffer, rangeHeader: string | null): Answer {
  // Nobody has seen Zadarma ask for the file to be saved, so nothing may count on it.
  const common = { 'Accept-Ranges': 'bytes' };
  const range = readRange(rangeHeader ?? undefined, file.length);
  if (range === null) return { status: 200, body: file, type: 'audio/mpeg', headers: common };
  if (range === 'unsatisfiable') {
    return { status: 416, body: '', headers: { 'Content-Range': `bytes */${file.length}` } };
  }
  const headers = { ...common, 'Content-Range': `bytes ${range.from}-${range.to}/${file.length}` };
  return { status: 206, body: file.subarray(range.from, range.to + 1), type: 'audio/mpeg', headers };
}

/** Never more than asked for in memory: the same block over and over, as fast as the client takes it. */
function writeHuge(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'Content-Type': 'audio/mpeg', 'Content-Length': bytes });
  let left = bytes;
  const more = () => {
    while (left > 0) {
      const part = chunk.subarray(0, Math.min(left, chunk.length));
      left -= part.length;
      if (!response.write(part)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
}

function writeTruncated(response: ServerResponse, file: Buffer): void {
  response.writeHead(200, { 'Content-Type': 'audio/mpeg', 'Content-Length': file.length });
  response.write(file.subarray(0, Math.floor(file.length / 2)), () => response.destroy());
}

// Faults of the methods around the file, not of its download.
const elsewhere: ReadonlySet<string> = new Set(['not-ready', 'undeletable']);

type RecordingFault = FaultOf<'recording'>;

/** Serves the temporary links to recordings: real MP3 files, with ranges, without authorisation. */
export class DownloadDoor {
  constructor(private readonly cloud: Cloud) {}

  async handle(request: IncomingMessage, response: ServerResponse, token: string): Promise<void> {
    const { recordings, downloads, pace } = this.cloud;
    const recording = recordings.open(token);
    const range = request.headers.range ?? null;
    const at = new Date(pace.clock.now()).toISOString();
    if (recording === undefined) {
      downloads.add({ at, callId: null, range, fault: null });
      return writeAnswer(response, notFound);
    }
    const fault = this.faultOf(recording.callId);
    downloads.add({ at, callId: recording.callId, range, fault: fault?.kind ?? null });
    await this.serve(recording, fault, response, range);
  }

  private async serve(
    { callId, seconds }: Recording,
    fault: RecordingFault | undefined,
    response: ServerResponse,
    range: string | null,
  ): Promise<void> {
    const { mp3, stop } = this.cloud;
    if (fault?.kind === 'huge') return writeHuge(response, fault.bytes);
    if (fault?.kind === 'slow') await wait(fault.delayMs, undefined, { signal: stop.signal });
    const replaced = fault === undefined ? null : this.instead(fault, callId);
    if (replaced !== null) return writeAnswer(response, replaced);
    const file = await mp3.file(callId, seconds);
    if (fault?.kind === 'truncated') return writeTruncated(response, file);
    writeAnswer(response, fileAnswer(file, range));
  }

  private faultOf(recorded: string): RecordingFault | undefined {
    const [fault] = this.cloud.faults.take(
      'recording',
      ({ kind, callId }) => !elsewhere.has(kind) && (callId === undefined || callId === recorded),
    );
    return fault;
  }

  private instead(fault: RecordingFault, callId: string): Answer | null {
    if (fault.kind === 'dead-link') return notFound;
    if (fault.kind === 'not-audio') return page;
    if (fault.kind !== 'redirect') return null;
    const token = this.cloud.recordings.createLink(callId, this.cloud.pace.clock.now() + 60_000);
    const own = `${this.cloud.publicUrl}/v1/pbx/record/download/${token}/moved.mp3`;
    return { status: 302, body: '', headers: { Location: fault.location ?? own } };
  }
}
