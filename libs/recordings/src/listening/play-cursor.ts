import * as z from 'zod';
import { playCursorNotValid } from './listening.errors';

const position = z.tuple([z.iso.datetime(), z.uuid()]);

/** The last line of a page: its moment and id. */
export interface PlayPosition {
  readonly at: string;
  readonly id: string;
}

export function encodePlayCursor({ at, id }: PlayPosition): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** @throws DomainError `cursor_not_valid` */
export function decodePlayCursor(cursor: string): PlayPosition {
  try {
    const [at, id] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at, id };
  } catch {
    throw playCursorNotValid();
  }
}
