interface Signature {
  readonly contentType: string;
  readonly fits: (head: Buffer) => boolean;
}

const textAt = (head: Buffer, at: number, text: string): boolean =>
  head.toString('latin1', at, at + text.length) === text;

/** Eleven set bits, a layer that exists, and neither a forbidden bit rate nor a forbidden sampling rate. */
function isMpegFrame(head: Buffer): boolean {
  if (head.length < 4 || head.readUInt16BE(0) >>> 5 !== 0x7ff) {
    return false;
  }
  const [, second = 0, third = 0] = head;
  const version = (second >> 3) & 3;
  const layer = (second >> 1) & 3;
  return version !== 1 && layer !== 0 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3;
}

const signatures: readonly Signature[] = [
  { contentType: 'audio/mpeg', fits: (head) => textAt(head, 0, 'ID3') || isMpegFrame(head) },
  { contentType: 'audio/wav', fits: (head) => textAt(head, 0, 'RIFF') && textAt(head, 8, 'WAVE') },
  { contentType: 'audio/ogg', fits: (head) => textAt(head, 0, 'OggS') },
];

/** Bytes needed to tell. */
export const sniffedBytes = 12;

/** The kind of audio a file begins like; null if it is none that a PBX records. */
export function sniffAudio(head: Buffer): string | null {
  return signatures.find(({ fits }) => fits(head))?.contentType ?? null;
}
