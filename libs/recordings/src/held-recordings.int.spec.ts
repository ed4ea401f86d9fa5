import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { DataSource } from 'typeorm';
import { RecordingAttempts } from './fetching/recording-attempts.service';
import { KeptAudio } from './kept-audio.fixture';
import { LegalHolds } from './listening/legal-holds.service';
import { RecordingsService } from './recordings.service';

const clock = new FakeClock();
let database: TestDatabase;
let folder: string;
let room: KeptAudio;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'callboard-audio-'));
  const environment = testEnvironment({ DATABASE_URL: database.url, DATA_DIR: folder });
  room = await KeptAudio.open(environment, clock, ['employees', 'api_keys'].map(foreignTable));
});

beforeEach(() => room.clear());

afterAll(async () => {
  await room.close();
  rmSync(folder, { recursive: true });
  await database.drop();
});

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;
const askAgain = (id: string): Promise<unknown> =>
  room.module.get(RecordingsService).askAgain(id, { toKeep: true });
const demand = (id: string): Promise<unknown> => room.module.get(RecordingsService).demand(id);
const hold = (id: string): Promise<unknown> =>
  room.module.get(LegalHolds).set(id, true, () => Promise.resolve());
const begin = (id: string): Promise<unknown> => room.module.get(RecordingAttempts).begin(id);

/** What comes of a change that began while somebody else, who holds the call, did `meanwhile` to the recording. */
async function overtaken(change: (id: string) => Promise<unknown>, meanwhile: string): Promise<unknown> {
  const callId = await room.call({});
  const due = { state: 'fetching', leasedUntil: clock.now() } as const;
  const lost = { state: 'missing', createdAt: new Date(0) } as const;
  const id = await room.recording({ callId, ...(change === begin ? due : lost) });
  let changing: Promise<unknown> = Promise.resolve();
  await room.module.get(DataSource).transaction(async (manager) => {
    await manager.query('SELECT 1 FROM calls WHERE id = $1 FOR NO KEY UPDATE', [callId]);
    changing = change(id).catch(codeOf);
    await room.untilSomebodyWaits();
    await manager.query(meanwhile, [id]);
  });
  return changing;
}

describe('whoever changes a recording', () => {
  const deletedMeanwhile = `UPDATE recordings SET state = 'deleted' WHERE id = $1`;

  it.each([
    ['asks for it again', askAgain, 'recording_deleted'],
    ['wants to hear it', demand, { kind: 'gone', state: 'deleted', reason: null }],
    ['puts it on hold', hold, 'recording_deleted'],
    ['begins to fetch it', begin, null],
  ])('waits for its call and then sees what became of it: %s', async (_, change, outcome) => {
    expect(await overtaken(change, deletedMeanwhile)).toEqual(outcome);
  });

  it.each([
    ['asks for it again', askAgain, 'recording_not_found'],
    ['wants to hear it', demand, 'recording_not_found'],
    ['puts it on hold', hold, 'recording_not_found'],
    ['begins to fetch it', begin, null],
  ])('learns that it went meanwhile: %s', async (_, change, outcome) => {
    expect(await overtaken(change, 'DELETE FROM recordings WHERE id = $1')).toEqual(outcome);
  });
});
