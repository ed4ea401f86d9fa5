import { fileExtension, type KnownRecording } from '@callboard/recordings';
import { DateTime } from 'luxon';

type Named = Pick<KnownRecording, 'callStartedAt' | 'externalNumber' | 'part' | 'contentType'>;

/**
 * What a downloaded recording is called: `2026-03-05_1015_+48600100200_1.mp3`, with the call's start on the account's
 * clock. Sorted by name the files of a folder are in the order of the calls.
 *
 * @param zone IANA
 */
export function recordingFileName(
  { callStartedAt, externalNumber, part, contentType }: Named,
  zone: string,
): string {
  const start = DateTime.fromJSDate(callStartedAt, { zone }).toFormat('yyyy-MM-dd_HHmm');
  return `${start}_${externalNumber ?? 'hidden'}_${part}.${fileExtension(contentType ?? '')}`;
}
