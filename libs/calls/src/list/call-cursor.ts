import * as z from 'zod';
import { cursorNotValid } from '../calls.errors';

const position = z.tuple([z.iso.datetime(), z.uuid()]);

/** The last call of a page: its start and id. */
export interface CallPosition {
  readonly startedAt: Date;
  readonly id: string;
}

export function encodeCursor({ startedAt, id }: CallPosition): string {
  return Buffer.from(JSON.stringify([startedAt.toISOString(), id])).toString('base64url');
}

/** @throws DomainError `cursor_not_valid` */
export function decodeCursor(cursor: string): CallPosition {
  try {
    const [startedAt, id] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { startedAt: new Date(startedAt), id };
  } catch {
    throw cursorNotValid();
  }
}
