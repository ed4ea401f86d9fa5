import { Readable } from 'node:stream';
import { DomainError } from '@callboard/platform';
import type { FastifyRequest } from 'fastify';

/** A file that came as the body of a request. */
export interface SentFile {
  readonly bytes: Buffer;
  /** As its content type says. */
  readonly charset: string | undefined;
}

/**
 * Reads the body of a route that takes a file.
 *
 * @throws DomainError `body_too_large`, `unsupported_media_type`
 */
export async function readFile(request: FastifyRequest, limitBytes: number): Promise<SentFile> {
  const { body, headers } = request;
  const charset = /;\s*charset="?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (body === undefined) {
    return { bytes: Buffer.alloc(0), charset };
  }
  if (!(body instanceof Readable)) {
    throw new DomainError('unsupported_media_type', 'Send the file with Content-Type: text/csv.');
  }
  if (Number(headers['content-length'] ?? 0) > limitBytes) {
    throw tooLarge(limitBytes);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  // Not destroyed with the loop: the connection would go with it, and the answer could not be sent.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) {
      throw tooLarge(limitBytes);
    }
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), charset };
}

const tooLarge = (limitBytes: number): DomainError =>
  new DomainError('body_too_large', `A file may have ${limitBytes / 1_048_576} MiB. Divide it.`);
