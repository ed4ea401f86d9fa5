import * as z from 'zod';
import { cursorNotValid } from './transcripts.errors';

const position = z.tuple([z.iso.datetime(), z.uuid()]);

/** The last hit of a page: the start of its call, and its recording. */
export interface HitPosition {
  readonly startedAt: Date;
  readonly recordingId: string;
}

export function encodeCursor({ startedAt, recordingId }: HitPosition): string {
  return Buffer.from(JSON.stringify([startedAt.toISOString(), recordingId])).toString('base64url');
}

/** @throws DomainError `cursor_not_valid` */
export function decodeCursor(cursor: string): HitPosition {
  try {
    const json: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [startedAt, recordingId] = position.parse(json);
    return { startedAt: new Date(startedAt), recordingId };
  } catch {
    throw cursorNotValid();
  }
}
