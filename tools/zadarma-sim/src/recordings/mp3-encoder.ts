import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { sampleRate, speechTones } from './speech-tones';

const kilobitsPerSecond = 16;
const keptFiles = 100;

// A thread of its own: a minute of sound takes half a second to encode, and the simulated PBX must keep its times
// meanwhile. It is a text because the thread loads the encoder as an ES module, whoever has compiled this file.
const thread = `
const { parentPort, workerData } = require('node:worker_threads');
const encoder = import(workerData.encoderUrl);
parentPort.on('message', async ({ id, samples, rate, kbps }) => {
  const { Mp3Encoder } = await encoder;
  const mp3 = new Mp3Encoder(1, rate, kbps);
  const parts = [];
  for (let at = 0; at < samples.length; at += 1152) parts.push(Buffer.from(mp3.encodeBuffer(samples.subarray(at, at + 1152))));
  parts.push(Buffer.from(mp3.flush()));
  parentPort.postMessage({ id, file: Buffer.concat(parts) });
});
`;

interface Encoded {
  id: number;
  file: Uint8Array;
}

/** Makes real MP3 files: mono, 8 kHz, 16 kbit/s. */
export class Mp3Files {
  private worker: Worker | null = null;
  private sequence = 0;
  private readonly waiting = new Map<
    number,
    { resolve: (file: Buffer) => void; reject: (error: Error) => void }
  >();
  private readonly files = new Map<string, Promise<Buffer>>();

  /** The file of a recording; the same name and length always give the same sound. */
  file(name: string, seconds: number): Promise<Buffer> {
    const key = `${name}/${seconds}`;
    const known = this.files.get(key);
    if (known !== undefined) return known;
    const file = this.encode(speechTones(name, seconds));
    this.files.set(key, file);
    const oldest = this.files.keys().next().value;
    if (this.files.size > keptFiles && oldest !== undefined) this.files.delete(oldest);
    return file;
  }

  async close(): Promise<void> {
    for (const { reject } of this.waiting.values()) reject(new Error('the simulator was closed'));
    this.waiting.clear();
    await this.worker?.terminate();
    this.worker = null;
  }

  private encode(samples: Int16Array): Promise<Buffer> {
    this.worker ??= this.startWorker();
    const worker = this.worker;
    this.sequence += 1;
    const id = this.sequence;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, samples, rate: sampleRate, kbps: kilobitsPerSecond });
    });
  }

  private startWorker(): Worker {
    const packed = createRequire(import.meta.url).resolve('@breezystack/lamejs');
    const encoderUrl = pathToFileURL(join(dirname(packed), 'lamejs.js')).href;
    const worker = new Worker(thread, { eval: true, workerData: { encoderUrl } });
    worker.on('message', ({ id, file }: Encoded) => {
      this.waiting.get(id)?.resolve(Buffer.from(file));
      this.waiting.delete(id);
    });
    worker.on('error', (error: Error) => {
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    });
    worker.unref();
    return worker;
  }
}
