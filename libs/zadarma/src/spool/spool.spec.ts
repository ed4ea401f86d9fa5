import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@callboard/testing';
import fc from 'fast-check';
import { newInboundEvent, type NewInboundEvent } from '../inbox/new-inbound-event';
import { Spool } from './spool';
import { decodeLine, encodeLine } from './spool-line';

const eventNumber = (number: number): NewInboundEvent =>
  newInboundEvent({
    source: 'webhook',
    fields: { event: 'NOTIFY_END', pbx_call_id: `in_${number}` },
    receivedAt: new Date('2026-03-05T09:15:00.000Z'),
    body: Buffer.from([number % 256, 0, 255]),
  });

describe('a line of the spool', () => {
  it('gives the event back exactly', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), fc.uint8Array(), (fields, bytes) => {
        const event = newInboundEvent({
          source: 'webhook',
          fields,
          receivedAt: new Date('2026-03-05T09:15:00.123Z'),
          body: Buffer.from(bytes),
        });
        expect(decodeLine(encodeLine(event).trimEnd())).toEqual(event);
      }),
    );
  });

  it('is not believed once anything of it changed', () => {
    const line = encodeLine(eventNumber(7));
    expect(decodeLine(line.replace('in_7', 'in_8'))).toBeUndefined();
    expect(decodeLine(line.slice(0, -10))).toBeUndefined();
    expect(decodeLine('{}')).toBeUndefined();
    expect(decodeLine('')).toBeUndefined();
  });
});

describe('Spool', () => {
  let directory: string;
  let spool: Spool;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'callboard-spool-'));
    spool = new Spool(directory, silentLog());
  });

  afterEach(async () => {
    await spool.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const files = () => readdirSync(directory).filter((name) => name.endsWith('.ndjson'));

  const collect = () => {
    const taken: string[] = [];
    return {
      taken,
      importEvent: (event: NewInboundEvent) => {
        taken.push(String(event.pbxCallId));
        return Promise.resolve('done' as const);
      },
    };
  };

  /** Runs while the disk takes the first bytes of the next write only, and may even keep those for ever. */
  async function failing({ truncate }: { truncate: boolean }, work: () => Promise<void>): Promise<void> {
    const handle = await open(join(directory, 'any'), 'a');
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    jest.spyOn(prototype, 'appendFile').mockImplementationOnce(async function (this: FileHandle, bytes) {
      await this.write((bytes as Buffer).subarray(0, 50));
      throw new Error('The disk is broken');
    });
    if (truncate) {
      jest.spyOn(prototype, 'truncate').mockRejectedValueOnce(new Error('The disk is broken'));
    }
    await work();
    jest.restoreAllMocks();
  }

  const append = (from: number, to: number, target = spool) =>
    Promise.all(Array.from({ length: to - from }, (_, index) => target.append(eventNumber(from + index))));

  it('has an event on the disk when append resolves', async () => {
    await spool.append(eventNumber(1));
    const [name = ''] = files();
    expect(decodeLine(readFileSync(join(directory, name), 'utf8').trimEnd())).toEqual(eventNumber(1));
  });

  it('imports everything once, and empties the file', async () => {
    await append(0, 100);
    const { taken, importEvent } = collect();
    await spool.importOwn(importEvent);
    expect(taken.sort()).toEqual(Array.from({ length: 100 }, (_, number) => `in_${number}`).sort());
    expect(await spool.isEmpty()).toBe(true);
    await spool.importOwn(importEvent);
    expect(taken).toHaveLength(100);
    expect(files().map((name) => readFileSync(join(directory, name), 'utf8'))).toEqual(['']);
  });

  it('keeps what the database does not take', async () => {
    await append(0, 30);
    let calls = 0;
    await spool.importOwn(() => Promise.resolve((calls += 1) > 10 ? 'unavailable' : 'done'));
    expect(await spool.isEmpty()).toBe(false);
    const { taken, importEvent } = collect();
    await spool.importOwn(importEvent);
    expect(taken.length).toBeGreaterThanOrEqual(20);
    expect(await spool.isEmpty()).toBe(true);
  });

  it('loses nothing that is appended during an import', async () => {
    const { taken, importEvent } = collect();
    await append(0, 20);
    const appending = (async () => {
      for (let round = 1; round < 10; round += 1) {
        await append(round * 20, round * 20 + 20);
      }
    })();
    for (let round = 0; round < 10; round += 1) {
      await spool.importOwn(importEvent);
    }
    await appending;
    await spool.importOwn(importEvent);
    expect(new Set(taken).size).toBe(200);
  });

  it('puts aside what can never be imported', async () => {
    await append(0, 2);
    await spool.importOwn((event) => Promise.resolve(event.pbxCallId === 'in_0' ? 'impossible' : 'done'));
    expect(await spool.isEmpty()).toBe(true);
    const rejected = readFileSync(join(directory, 'rejected.log'), 'utf8').trimEnd();
    expect(decodeLine(rejected)?.pbxCallId).toBe('in_0');
  });

  it('leaves the file of a living process alone', async () => {
    await append(0, 3);
    const { taken, importEvent } = collect();
    await new Spool(directory, silentLog()).importOrphans(importEvent);
    expect(taken).toEqual([]);
  });

  it('imports the file of a process that died, without its torn last line', async () => {
    const lines = [0, 1, 2].map((number) => encodeLine(eventNumber(number))).join('');
    writeFileSync(join(directory, 'dead.ndjson'), lines + encodeLine(eventNumber(3)).slice(0, 80));
    const { taken, importEvent } = collect();
    await spool.importOrphans(importEvent);
    expect(taken.sort()).toEqual(['in_0', 'in_1', 'in_2']);
    expect(files()).toEqual([]);
  });

  it('keeps the file of a dead process until the database takes all of it', async () => {
    writeFileSync(join(directory, 'dead.ndjson'), encodeLine(eventNumber(1)));
    await spool.importOrphans(() => Promise.resolve('unavailable'));
    expect(files()).toHaveLength(1);
    const { taken, importEvent } = collect();
    await spool.importOrphans(importEvent);
    expect(taken).toEqual(['in_1']);
    expect(files()).toEqual([]);
  });

  it('takes over from a process whose lock is stale', async () => {
    await append(0, 2);
    const [name = ''] = files();
    const long = new Date(Date.now() - 60_000);
    utimesSync(join(directory, `${name}.lock`), long, long);
    const { taken, importEvent } = collect();
    await new Spool(directory, silentLog()).importOrphans(importEvent);
    expect(taken).toHaveLength(2);
  });

  it('writes into a new file when it was taken for dead', async () => {
    await append(0, 1);
    const [name = ''] = files();
    await rename(join(directory, name), join(directory, 'taken.ndjson.imported'));
    await spool.append(eventNumber(1));
    const { taken, importEvent } = collect();
    await spool.importOwn(importEvent);
    expect(taken).toEqual(['in_1']);
  });

  it('takes nothing of what could not be written whole, and goes on in the same file', async () => {
    await append(0, 1);
    await failing({ truncate: false }, async () => {
      await expect(spool.append(eventNumber(1))).rejects.toThrow('disk');
    });
    await append(2, 3);
    const { taken, importEvent } = collect();
    await spool.importOwn(importEvent);
    expect(taken.sort()).toEqual(['in_0', 'in_2']);
    expect(files()).toHaveLength(1);
  });

  it('begins a new file when half a line can neither be finished nor removed', async () => {
    await append(0, 2);
    await failing({ truncate: true }, async () => {
      await append(2, 5);
    });
    await append(5, 6);
    expect(files()).toHaveLength(2);
    const { taken, importEvent } = collect();
    await spool.importOwn(importEvent);
    expect(taken.sort()).toEqual(['in_2', 'in_3', 'in_4', 'in_5']);
    await spool.importOrphans(importEvent);
    expect(taken.sort().slice(0, 2)).toEqual(['in_0', 'in_1']);
    expect(files()).toHaveLength(1);
    expect(readdirSync(directory)).not.toContain('rejected.log');
  });

  it('skips a damaged line in the middle and keeps it aside', async () => {
    const path = join(directory, 'dead.ndjson');
    writeFileSync(path, encodeLine(eventNumber(0)));
    appendFileSync(path, 'garbage\n');
    appendFileSync(path, encodeLine(eventNumber(1)));
    const { taken, importEvent } = collect();
    await spool.importOrphans(importEvent);
    expect(taken.sort()).toEqual(['in_0', 'in_1']);
    expect(readFileSync(join(directory, 'rejected.log'), 'utf8')).toBe('garbage\n');
  });
});
