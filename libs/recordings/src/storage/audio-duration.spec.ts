import { Readable } from 'node:stream';
import { audioDuration } from './audio-duration';

const sampleRate = 8_000;

const framesPerSecond = 44_100 / 1_152;

/** Silent frames of MPEG-1 layer III, mono at 44.1 kHz, without any header that tells their length. */
function mp3(seconds: number, kilobitsPerSecond: 64 | 128): Buffer {
  const frame = Buffer.alloc(Math.floor((144_000 * kilobitsPerSecond) / 44_100));
  frame.set([0xff, 0xfb, kilobitsPerSecond === 64 ? 0x50 : 0x90, 0xc4]);
  return Buffer.concat(Array.from({ length: Math.round(seconds * framesPerSecond) }, () => frame));
}

/** PCM, mono, 16 bit. */
function wav(seconds: number): Buffer {
  const bytes = seconds * sampleRate * 2;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, Buffer.alloc(bytes)]);
}

const durationOf = (file: Buffer, contentType = 'audio/mpeg'): Promise<number | null> =>
  audioDuration({ stream: Readable.from([file], { objectMode: false }), size: file.length }, contentType);

describe('audioDuration', () => {
  it.each([1, 10, 61])('measures %i seconds of MP3 with one bit rate', async (seconds) => {
    expect(Math.abs(((await durationOf(mp3(seconds, 64))) ?? 0) - seconds)).toBeLessThan(0.05);
  });

  it('measures MP3 whose bit rate changes, where size and first frame mislead', async () => {
    const file = Buffer.concat([mp3(5, 64), mp3(5, 128)]);
    expect(Math.abs(((await durationOf(file)) ?? 0) - 10)).toBeLessThan(0.1);
  });

  it('measures WAV', async () => {
    expect(await durationOf(wav(3), 'audio/wav')).toBe(3);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<!doctype html><title>Not found</title>')],
  ])('does not know the length of %s', async (_name, file) => {
    expect(await durationOf(file)).toBeNull();
  });

  it('does not know the length of a file that breaks off while it is read', async () => {
    const stream = new Readable({
      read() {
        this.destroy(new Error('gone'));
      },
    });
    expect(await audioDuration({ stream, size: 1_000 }, 'audio/mpeg')).toBeNull();
  });
});
