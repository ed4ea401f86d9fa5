import * as z from 'zod';
import { cursorNotValid } from '../auth.errors';

const position = z.tuple([z.string(), z.uuid()]);

/** The last employee of a page: name and id. */
export type EmployeePosition = z.infer<typeof position>;

export function encodeCursor(last: EmployeePosition): string {
  return Buffer.from(JSON.stringify(last)).toString('base64url');
}

/** @throws DomainError `cursor_not_valid` */
export function decodeCursor(cursor: string): EmployeePosition {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw cursorNotValid();
  }
}
