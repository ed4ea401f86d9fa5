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
 * @throws DomainError `body_too_large`, `unsupported_media_type`, `malformed_request`
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
  return { bytes: await allOf(body, limitBytes), charset };
}

async function allOf(body: Readable, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Not destroyed with the loop: the connection would go with it, and the answer could not be sent.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limitBytes) {
        throw tooLarge(limitBytes);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    // Else a sender who goes away would look like a database that does: both say ECONNRESET.
    throw error instanceof DomainError
      ? error
      : new DomainError('malformed_request', 'The file broke off on its way. Send it again.', {
          cause: error,
        });
  }
  return Buffer.concat(chunks);
}

const tooLarge = (limitBytes: number): DomainError =>
  new DomainError('body_too_large', `A file may have ${limitBytes / 1_048_576} MiB. Divide it.`);
