import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '@callboard/platform';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { KeptAudio } from '../kept-audio.fixture';
import { RecordingDeletions } from '../retention/recording-deletions.service';
import { RecordingsReader } from '../reading/recordings-reader.service';
import { hitPageSql } from './transcript-search.repository';
import type { Recognition } from './speech-recogniser.port';
import { TranscriptPuller } from './transcript-puller.service';
import { TranscriptsService } from './transcripts.service';

const clock = new FakeClock();
let database: TestDatabase;
let folder: string;
let room: KeptAudio;
let transcripts: TranscriptsService;
let puller: TranscriptPuller;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'callboard-audio-'));
  const environment = testEnvironment({ DATABASE_URL: database.url, DATA_DIR: folder });
  room = await KeptAudio.open(environment, clock, ['employees', 'api_keys'].map(foreignTable));
  transcripts = room.module.get(TranscriptsService);
  puller = room.module.get(TranscriptPuller);
});

beforeEach(async () => {
  await room.clear();
  room.source.onStart = () => Promise.resolve();
  answers('ready');
});

afterAll(async () => {
  await room.close();
  rmSync(folder, { recursive: true });
  await database.drop();
});

function answers(state: Recognition['state'], ...texts: string[]): void {
  const parts = texts.map((text, index) => ({
    channel: String((index % 2) + 1),
    text: '',
    words: text.split(' ').map((word, place) => ({
      text: word,
      startSeconds: index * 10 + place,
      endSeconds: index * 10 + place + 0.5,
    })),
  }));
  room.source.onLook = () => Promise.resolve({ state, language: 'pl-PL', parts });
}

/** A recording in which this was said, the customer first on incoming calls. */
async function spoken(texts: string[], made: Parameters<KeptAudio['recording']>[0] = {}): Promise<string> {
  const id = await room.recording(made);
  answers('recognised', ...texts);
  await transcripts.request(id);
  await expect(puller.pull(id)).resolves.toMatchObject({ result: 'store' });
  return id;
}

describe('the transcript of a recording', () => {
  it('is started once, waited for and stored by speaker', async () => {
    const callId = await room.call({ direction: 'incoming' });
    const id = await room.recording({ callId });
    await expect(transcripts.get(id)).resolves.toMatchObject({ state: 'none', phrases: [] });
    await expect(transcripts.request(id)).resolves.toBe(true);
    await expect(transcripts.request(id)).resolves.toBe(false);
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'start' });
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'nothing_due' });
    answers('in_progress');
    clock.advance(5_000);
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'wait' });
    await expect(transcripts.get(id)).resolves.toMatchObject({ state: 'requested', reason: null });
    answers('recognised', 'Chcę złożyć reklamację', 'Oczywiście');
    clock.advance(60_000);
    await expect(transcripts.due(10)).resolves.toEqual([id]);
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'store', calls: [{ id: callId }] });
    expect(room.source.starts).toHaveLength(1);
    await expect(transcripts.get(id)).resolves.toMatchObject({
      state: 'ready',
      language: 'pl-PL',
      phrases: [
        { speaker: 'customer', startSeconds: 0, text: 'Chcę złożyć reklamację', words: [{}, {}, {}] },
        { speaker: 'employee', startSeconds: 10, text: 'Oczywiście' },
      ],
    });
    const [part] = await room.module.get(RecordingsReader, { strict: false }).ofCall(callId);
    expect(part).toMatchObject({ id, transcriptState: 'ready' });
    await expect(transcripts.request(id)).resolves.toBe(false);
    await expect(transcripts.due(10)).resolves.toEqual([]);
  });

  it('is not paid for twice where nobody knows whether it was started', async () => {
    const id = await room.recording();
    await transcripts.request(id);
    room.source.onStart = () => Promise.reject(new DomainError('timeout', 'No answer', { retryable: true }));
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'wait', reason: 'timeout' });
    answers('ready');
    clock.advance(3 * 60_000);
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'wait' });
    expect(room.source.starts).toHaveLength(1);
  });

  it('is started again where Zadarma took no notice of the first wish', async () => {
    const id = await room.recording();
    await transcripts.request(id);
    room.source.onStart = () => Promise.reject(new DomainError('rate_limited', 'Later', { retryable: true }));
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'wait', reason: 'rate_limited' });
    room.source.onStart = () => Promise.resolve();
    clock.advance(3 * 60_000);
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'start' });
    expect(room.source.starts).toHaveLength(2);
  });

  it('is not started again by the attempt that follows a crash', async () => {
    const id = await room.recording();
    await transcripts.request(id);
    const died = new Error('the process died after it had asked');
    room.source.onStart = () => Promise.reject(died);
    await expect(puller.pull(id)).rejects.toBe(died);
    answers('in_progress');
    clock.advance(3 * 60_000);
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'wait' });
    expect(room.source.starts).toHaveLength(1);
  });

  it('ends with the exact reason, and begins anew when somebody asks again', async () => {
    const id = await room.recording();
    await transcripts.request(id);
    room.source.onStart = () => Promise.reject(new DomainError('recognition_seconds_used_up', 'none left'));
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'end', calls: [{ version: 3 }] });
    const unavailable = { state: 'unavailable', reason: 'recognition_seconds_used_up' };
    await expect(transcripts.get(id)).resolves.toMatchObject(unavailable);
    room.source.onStart = () => Promise.resolve();
    await expect(transcripts.request(id)).resolves.toBe(true);
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'start' });
    answers('failed');
    clock.advance(5_000);
    await puller.pull(id);
    await expect(transcripts.get(id)).resolves.toMatchObject({
      state: 'failed',
      reason: 'recognition_failed',
    });
  });

  it('waits while the PBX is away, and says why', async () => {
    const id = await room.recording();
    await transcripts.request(id);
    room.source.onLook = () => Promise.reject(new DomainError('unreachable', 'away', { retryable: true }));
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'wait', reason: 'unreachable' });
    await expect(transcripts.get(id)).resolves.toMatchObject({ state: 'requested', reason: 'unreachable' });
  });

  it('is refused for what has no audio, or not yet', async () => {
    const request = async (made: Parameters<KeptAudio['recording']>[0]) =>
      transcripts.request(await room.recording(made));
    await expect(request({ state: 'missing' })).rejects.toMatchObject({ code: 'transcript_impossible' });
    await expect(request({ state: 'deleted' })).rejects.toMatchObject({ code: 'transcript_impossible' });
    await expect(request({ state: 'expected' })).rejects.toMatchObject({ code: 'transcript_too_early' });
    await expect(request({ sourceId: null })).rejects.toMatchObject({ code: 'transcript_too_early' });
    await expect(transcripts.request('0196f000-0000-7000-8000-000000000000')).rejects.toMatchObject({
      code: 'recording_not_found',
    });
  });

  it('goes with its recording, and what comes later finds no place', async () => {
    const id = await spoken(['Tajne hasło']);
    const other = await room.recording();
    await transcripts.request(other);
    const deletions = room.module.get(RecordingDeletions);
    const byHand = { atSource: false, alongside: () => Promise.resolve() };
    answers('recognised', 'Tajne hasło');
    room.source.onLook = ((look) => async () => {
      await deletions.delete(other, byHand);
      return look();
    })(room.source.onLook);
    await puller.pull(other);
    await deletions.delete(id, byHand);
    await expect(room.query('SELECT * FROM recording_transcripts')).resolves.toEqual([]);
    await expect(transcripts.search({ q: 'haslo', limit: 10 }, null)).resolves.toMatchObject({ items: [] });
  });
});

describe('a notice that speech was recognised', () => {
  it('makes us look at recordings of ours at once, without spending money', async () => {
    const id = await room.recording();
    const [row] = await room.query<{ pbx_call_id: string; part_key: string }>(
      'SELECT pbx_call_id, part_key FROM recordings WHERE id = $1',
      [id],
    );
    const { pbx_call_id: pbxCallId, part_key: partKey } = row!;
    const spelled = { pbxCallId: null, callId: `1-${partKey}-100-2026-03-05-101500` };
    await expect(transcripts.noticed({ pbxCallId: 'in_foreign', callId: partKey })).resolves.toEqual([]);
    await expect(transcripts.noticed({ pbxCallId: null, callId: null })).resolves.toEqual([]);
    await expect(transcripts.noticed(spelled)).resolves.toEqual([id]);
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'forget' });
    expect(room.source.starts).toEqual([]);
    await expect(transcripts.get(id)).resolves.toMatchObject({ state: 'none' });
    await expect(transcripts.noticed({ pbxCallId, callId: null })).resolves.toEqual([id]);
    await expect(transcripts.get(id)).resolves.toMatchObject({ state: 'none' });
    answers('recognised', 'Halo');
    await expect(puller.pull(id)).resolves.toMatchObject({ result: 'store' });
    await expect(transcripts.get(id)).resolves.toMatchObject({ state: 'ready' });
    await expect(transcripts.noticed({ pbxCallId, callId: null })).resolves.toEqual([]);
  });

  it('shortens the wait for one that is on its way', async () => {
    const id = await room.recording();
    await transcripts.request(id);
    await puller.pull(id);
    const [row] = await room.query<{ part_key: string }>('SELECT part_key FROM recordings');
    await expect(transcripts.due(10)).resolves.toEqual([]);
    await transcripts.noticed({ pbxCallId: null, callId: row!.part_key });
    await expect(transcripts.due(10)).resolves.toEqual([id]);
  });
});

describe('the search in transcripts', () => {
  it('comes in pages of 25 at most, since each hit is read with all that was said', async () => {
    for (let minute = 0; minute < 27; minute += 1) {
      await spoken(['Chcę złożyć reklamację'], { startedAt: new Date(Date.UTC(2026, 2, 5, 6, minute)) });
    }
    const first = await transcripts.search({ q: 'reklamacj', limit: 200 }, null);
    expect(first.items).toHaveLength(25);
    const cursor = first.nextCursor ?? '';
    const second = await transcripts.search({ q: 'reklamacj', limit: 200, cursor }, null);
    expect(second).toMatchObject({ items: [{}, {}], nextCursor: null });
    const all = [...first.items, ...second.items].map(({ recordingId }) => recordingId);
    expect(new Set(all).size).toBe(27);
  });

  it('finds all words by their beginnings, without Polish letters, newest call first, by keyset', async () => {
    const at = (hour: number) => new Date(Date.UTC(2026, 2, 5, hour));
    const ids: string[] = [];
    for (const hour of [6, 7, 8]) {
      ids.push(await spoken(['Chcę złożyć reklamację', 'Słucham'], { startedAt: at(hour) }));
    }
    await spoken(['Chcę zapłacić'], { startedAt: at(9) });
    const first = await transcripts.search({ q: 'REKLAMACJ zlozyc', limit: 2 }, null);
    expect(first.items).toMatchObject([
      { recordingId: ids[2], snippet: 'Chcę «złożyć» «reklamację»', startSeconds: 1 },
      { recordingId: ids[1], startedAt: at(7).toISOString(), externalNumber: '+48600100200' },
    ]);
    const second = await transcripts.search(
      { q: 'REKLAMACJ zlozyc', limit: 2, cursor: first.nextCursor ?? '' },
      null,
    );
    expect(second).toMatchObject({ items: [{ recordingId: ids[0] }], nextCursor: null });
    await expect(transcripts.search({ q: 'klamacj', limit: 2 }, null)).resolves.toMatchObject({ items: [] });
    await expect(transcripts.search({ q: `!! '':* | &`, limit: 2 }, null)).resolves.toMatchObject({
      items: [],
    });
    await expect(transcripts.search({ q: 'ab', limit: 2, cursor: 'x' }, null)).rejects.toMatchObject({
      code: 'cursor_not_valid',
    });
  });

  it('shows agents the calls they took part in, by the rule of listening', async () => {
    const [anna, jan] = [await room.employee('Anna'), await room.employee('Jan')];
    const own = await spoken(['Faktura'], { employeeId: anna });
    const answeredCall = await room.call({ employeeId: jan });
    const answered = await spoken(['Faktura'], { callId: answeredCall });
    const rungCall = await room.call({ employeeId: jan });
    await spoken(['Faktura'], { callId: rungCall });
    await room.query(
      `INSERT INTO call_legs (call_id, extension, employee_id, result, started_at)
       VALUES ($1, '101', $3, 'answered', now()), ($2, '101', $3, 'missed', now())`,
      [answeredCall, rungCall, anna],
    );
    const idsFor = async (employeeId: string | null) => {
      const { items } = await transcripts.search({ q: 'faktura', limit: 10 }, employeeId);
      return items.map(({ recordingId }) => recordingId).sort();
    };
    expect(await idsFor(anna)).toEqual([own, answered].sort());
    expect(await idsFor(null)).toHaveLength(3);
    const reader = room.module.get(RecordingsReader, { strict: false });
    const audio = await reader.audioOf([answeredCall, rungCall]);
    expect(audio.get(answeredCall)?.participantIds).toContain(anna);
    expect(audio.get(rungCall)?.participantIds).not.toContain(anna);
  });

  it('shows what a helper leg recorded to those of its call, who also find and hear it', async () => {
    const [anna, jan, ewa] = [
      await room.employee('Anna'),
      await room.employee('Jan'),
      await room.employee('Ewa'),
    ];
    const call = await room.call({ employeeId: anna });
    const leg = await room.call({ employeeId: ewa });
    await room.query('UPDATE calls SET helper_of_id = $1 WHERE id = $2', [call, leg]);
    await room.query(
      `INSERT INTO call_legs (call_id, extension, employee_id, result, started_at)
       VALUES ($1, '101', $2, 'answered', now())`,
      [call, jan],
    );
    const ofLeg = await spoken(['Faktura'], { callId: leg });
    await room.recording({ callId: call });
    for (const listener of [anna, jan, ewa]) {
      const { items } = await transcripts.search({ q: 'faktura', limit: 10 }, listener);
      expect(items).toMatchObject([{ recordingId: ofLeg }]);
    }
    const stranger = await room.employee('Iga');
    await expect(transcripts.search({ q: 'faktura', limit: 10 }, stranger)).resolves.toMatchObject({
      items: [],
    });
    const reader = room.module.get(RecordingsReader, { strict: false });
    const { participantIds } = (await reader.find(ofLeg))!;
    expect([...participantIds].sort()).toEqual([anna, jan, ewa].sort());
    expect((await reader.ofCall(call)).map(({ part }) => part)).toEqual([1, 2]);
  });

  it('reads a small part of 20,000 transcripts, for rare words by their index, for frequent ones in order', async () => {
    await room.query(`
      INSERT INTO calls (id, version, pbx_call_id, direction, status, started_at, has_recording, recording_ids, timeline,
        created_at, updated_at)
      SELECT gen_random_uuid(), 1, 'in_many_' || n, 'incoming', 'answered', now() - n * interval '20 minutes', true, '[]',
        '[]', now(), now() FROM generate_series(1, 20000) n`);
    await room.query(`
      INSERT INTO recordings (id, call_id, pbx_call_id, part, state, created_at, updated_at)
      SELECT gen_random_uuid(), id, pbx_call_id, 1, 'remote', now(), now() FROM calls`);
    await room.query(`
      INSERT INTO recording_transcripts (recording_id, call_id, state, phrases, words, asked, started, attempts,
        requested_at)
      SELECT r.id, r.call_id, 'ready', '[]', array_to_tsvector(ARRAY['dzien', 'dobry', 'slowo' || n % 500,
        'rzadkie' || n]), true, true, 1, now()
      FROM (SELECT *, row_number() OVER () AS n FROM recordings) r`);
    await room.query('VACUUM ANALYZE calls, recordings, recording_transcripts');
    const readOf = async (beginnings: string[]) => {
      const { text, parameters } = hitPageSql({ beginnings, limitedTo: null, limit: 51 });
      const [row] = await room.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        [...parameters],
      );
      const nodes = row!['QUERY PLAN'].flatMap(({ Plan: plan }) => flatten(plan));
      const rows = nodes.map(
        (node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      );
      return { most: Math.max(...rows), indexes: nodes.map((node) => node['Index Name']) };
    };
    const rare = await readOf(['rzadkie77']);
    expect(rare.indexes).toContain('ix_recording_transcripts_words');
    expect(rare.most).toBeLessThan(2_000);
    expect((await readOf(['slowo77'])).most).toBeLessThan(2_000);
    expect((await readOf(['dzien', 'dobr'])).most).toBeLessThan(2_000);
  }, 60_000);
});

interface Plan {
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

const flatten = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flatten)];
