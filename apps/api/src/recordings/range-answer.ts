import type { IncomingHttpHeaders } from 'node:http';
import type { ByteRange } from '@callboard/recordings';
import fresh from 'fresh';
import parseRange from 'range-parser';

/** What is known of a file without opening it. */
export interface FileFacts {
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly storedAt: Date;
}

/** How a request for a file is answered (RFC 9110, sections 13 and 14). */
export type RangeAnswer =
  | { readonly status: 200; readonly length: number }
  | {
      readonly status: 206;
      readonly length: number;
      readonly range: ByteRange;
      readonly contentRange: string;
    }
  | { readonly status: 304 }
  | { readonly status: 416; readonly contentRange: string };

/** More last bytes than there are means all of them (RFC 9110, 14.1.2); range-parser refuses it. */
const lastBytes = /^bytes=-0*[1-9]\d*$/;

/** Strong: the same tag means the same bytes. */
export const entityTag = ({ sha256 }: FileFacts): string => `"${sha256}"`;

/** The moment the file was stored, to the second as HTTP has it. */
export const lastModified = ({ storedAt }: FileFacts): string => storedAt.toUTCString();

/**
 * Which bytes of the file to send. Pure. Ranges that cannot be read, several at once, and those that were meant for
 * another version of the file count as absent: then the whole file is the answer.
 */
export function rangeAnswer(headers: IncomingHttpHeaders, file: FileFacts): RangeAnswer {
  const { size } = file;
  if (hasIt(headers, file)) {
    return { status: 304 };
  }
  const whole = { status: 200, length: size } as const;
  if (headers.range === undefined || !isMeantFor(headers['if-range'], file)) {
    return whole;
  }
  const ranges = parseRange(size, headers.range);
  if (ranges === -1 && !lastBytes.test(headers.range)) {
    return { status: 416, contentRange: `bytes */${size}` };
  }
  if (ranges === -2 || (ranges !== -1 && ranges.type !== 'bytes')) {
    return whole;
  }
  const [range, ...others] = ranges === -1 ? [{ start: 0, end: size - 1 }] : ranges;
  if (!range || others.length > 0) {
    return whole;
  }
  const { start, end } = range;
  return {
    status: 206,
    length: end - start + 1,
    range: { start, end },
    contentRange: `bytes ${start}-${end}/${size}`,
  };
}

/**
 * Whether the answer gives the listener the file from its first byte on; one who has it already hears what he has.
 * Pure.
 */
export function isFromStart(answer: RangeAnswer, { range }: IncomingHttpHeaders): boolean {
  switch (answer.status) {
    case 200:
      return true;
    case 206:
      return answer.range.start === 0;
    case 304:
      return range === undefined || /^bytes=0+-/.test(range);
    case 416:
      return false;
  }
}

/**
 * Whether whoever asks has the file already. `Cache-Control: no-cache` speaks to the caches on the way and changes
 * nothing here (RFC 9110, 13.1.2), but `fresh` would take it for a wish to reload.
 */
function hasIt(headers: IncomingHttpHeaders, file: FileFacts): boolean {
  const { 'if-none-match': noneMatch, 'if-modified-since': modifiedSince } = headers;
  const conditions = { 'if-none-match': noneMatch, 'if-modified-since': modifiedSince };
  return fresh(conditions, { etag: entityTag(file), 'last-modified': lastModified(file) });
}

/** `If-Range` holds a strong tag or a date; both must be exactly ours. */
function isMeantFor(ifRange: string | string[] | undefined, file: FileFacts): boolean {
  return ifRange === undefined || ifRange === entityTag(file) || ifRange === lastModified(file);
}
