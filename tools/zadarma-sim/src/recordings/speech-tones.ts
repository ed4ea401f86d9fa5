import { between, seededRandom, type Random } from '../account/identifiers';

/** Samples per second of all simulated recordings, as on a telephone line. */
export const sampleRate = 8_000;

interface Syllable {
  pitch: number;
  samples: number;
  pause: number;
}

function nextSyllable(random: Random, voice: number, endOfPhrase: boolean): Syllable {
  return {
    pitch: voice * (0.85 + random() * 0.35),
    samples: between(random, 700, 2_000),
    pause: endOfPhrase ? between(random, 4_000, 9_000) : between(random, 100, 600),
  };
}

function writeSyllable(into: Int16Array, at: number, { pitch, samples }: Syllable): void {
  const end = Math.min(into.length, at + samples);
  const step = (2 * Math.PI * pitch) / sampleRate;
  for (let index = at; index < end; index += 1) {
    const phase = (index - at) * step;
    const loudness = Math.sin((Math.PI * (index - at)) / samples);
    const tone =
      Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(4 * phase) + 0.15 * Math.sin(7 * phase);
    into[index] = Math.round(6_000 * loudness * tone);
  }
}

/** A stable number for a text, so that each recording always sounds the same and unlike the others. */
function seedOf(text: string): number {
  return [...text].reduce((seed, character) => (Math.imul(seed, 31) + character.charCodeAt(0)) >>> 0, 7);
}

/** Two voices taking turns in something with the rhythm of speech: 16-bit mono samples at {@link sampleRate}. */
export function speechTones(name: string, seconds: number): Int16Array {
  const random = seededRandom(seedOf(name));
  const voices = [between(random, 95, 140), between(random, 170, 240)] as const;
  const samples = new Int16Array(Math.max(1, Math.round(seconds * sampleRate)));
  let turn = 0;
  let left = between(random, 4, 12);
  for (let at = 0; at < samples.length; left -= 1) {
    const endOfPhrase = left === 0;
    const syllable = nextSyllable(random, voices[turn % 2 === 0 ? 0 : 1], endOfPhrase);
    writeSyllable(samples, at, syllable);
    at += syllable.samples + syllable.pause;
    if (endOfPhrase) {
      turn += 1;
      left = between(random, 5, 13);
    }
  }
  return samples;
}
