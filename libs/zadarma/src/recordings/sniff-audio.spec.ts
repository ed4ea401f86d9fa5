import { sniffAudio } from './sniff-audio';

const bytes = (...values: (number | string)[]): Buffer =>
  Buffer.concat(
    values.map((value) => (typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.of(value))),
  );

describe('sniffAudio', () => {
  it.each([
    ['an MP3 of a telephone line', bytes(0xff, 0xe3, 0x28, 0xc4, 0, 0, 0, 0, 0, 0, 0, 0), 'audio/mpeg'],
    ['an MP3 of a studio', bytes(0xff, 0xfb, 0x90, 0x64), 'audio/mpeg'],
    ['an MP3 that begins with its title', bytes('ID3', 4, 0, 0), 'audio/mpeg'],
    ['a WAV', bytes('RIFF', 0, 1, 2, 3, 'WAVE'), 'audio/wav'],
    ['an Ogg', bytes('OggS', 0, 2), 'audio/ogg'],
    ['a page', bytes('<!doctype html>'), null],
    ['JSON', bytes('{"status":"error"}'), null],
    ['an image in a RIFF', bytes('RIFF', 0, 1, 2, 3, 'WEBP'), null],
    ['nothing', bytes(), null],
    ['set bits alone', bytes(0xff, 0xff, 0xff, 0xff), null],
    ['text in UTF-16', bytes(0xff, 0xfe, 0x3c, 0), null],
    ['a repeated letter', bytes('UUUUUUUUUUUU'), null],
  ])('knows %s', (_, head, contentType) => {
    expect(sniffAudio(head)).toBe(contentType);
  });
});
