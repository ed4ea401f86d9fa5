import * as z from 'zod';
import { cursorNotValid } from './contacts.errors';

const position = z.tuple([z.string(), z.uuid()]);

/** The last contact of a page: its name and id. */
export type ContactPosition = z.infer<typeof position>;

export function encodeCursor(last: ContactPosition): string {
  return Buffer.from(JSON.stringify(last)).toString('base64url');
}

/** @throws DomainError `cursor_not_valid` */
export function decodeCursor(cursor: string): ContactPosition {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw cursorNotValid();
  }
}
