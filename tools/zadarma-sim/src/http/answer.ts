import type { IncomingMessage, ServerResponse } from 'node:http';

/** What an endpoint answers with; objects become JSON. */
export interface Answer {
  status: number;
  body: string | Buffer | object;
  type?: string;
  headers?: Record<string, string>;
}

const largestBody = 5 * 1024 * 1024;

/** The whole request body as text. @throws RangeError above 5 MB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) throw new RangeError('the body is larger than 5 MB');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Writes an answer, unless the client has gone. */
export function writeAnswer(response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.writableEnded) return;
  const raw = typeof answer.body === 'string' || Buffer.isBuffer(answer.body);
  const body = raw ? (answer.body as string | Buffer) : JSON.stringify(answer.body);
  const type = answer.type ?? (raw ? 'text/plain; charset=utf-8' : 'application/json');
  response.writeHead(answer.status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    ...answer.headers,
  });
  response.end(body);
}
