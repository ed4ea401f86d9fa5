import { SystemClock } from '@callboard/platform';
import {
  createTestDatabase,
  openTestDataSource,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { entities } from '../entities';
import { PbxServer } from '../pbx-server.fixture';
import { RequestBudget } from '../rest/request-budget';
import { ZadarmaClient } from '../rest/zadarma-client';
import { settingsOn } from '../testing-parts.fixture';
import { ZadarmaSourceDeletion } from './zadarma-source-deletion';
import { ZadarmaSpeechRecogniser } from './zadarma-speech-recogniser';

const speech = '/v1/speech_recognition/';
const record = 'DELETE /v1/pbx/record/request/';

let database: TestDatabase;
let dataSource: DataSource;
let client: ZadarmaClient;
let pbx: PbxServer;

beforeAll(async () => {
  pbx = await PbxServer.start();
  database = await createTestDatabase();
  dataSource = await openTestDataSource(database.url, [...entities]);
  const { settings } = settingsOn(dataSource, testEnvironment(), new SystemClock());
  await settings.update({ url: pbx.url, key: 'the-key', secret: 's3cret' });
  client = new ZadarmaClient(settings, new RequestBudget(dataSource));
});

afterAll(async () => {
  await client.onApplicationShutdown();
  await pbx.stop();
  await dataSource.destroy();
  await database.drop();
});

const refusal = (message: string) => ({ status: 'error', message });

describe('speech recognition at Zadarma', () => {
  const recogniser = () => new ZadarmaSpeechRecogniser(client);

  it('takes words with their times, or phrases where there are no words', async () => {
    const word = { s: 1, e: 2, w: 'halo' };
    pbx.reset({
      [`GET ${speech}`]: {
        status: 'success',
        lang: 'pl-PL',
        recognitionStatus: 'recognized',
        words: [{ result: [word], channel: 1 }],
      },
    });
    await expect(recogniser().look('1.2')).resolves.toEqual({
      state: 'recognised',
      language: 'pl-PL',
      parts: [{ channel: '1', text: '', words: [{ startSeconds: 1, endSeconds: 2, text: 'halo' }] }],
    });
    pbx.reset({
      [`GET ${speech}`]: (response, { url }) => {
        const found = url.includes('return=phrases')
          ? { phrases: [{ result: 'halo', channel: 2 }] }
          : { words: [] };
        response.end(JSON.stringify({ status: 'success', recognitionStatus: 'recognized', ...found }));
      },
    });
    await expect(recogniser().look('1.2')).resolves.toMatchObject({
      parts: [{ channel: '2', text: 'halo', words: [] }],
    });
  });

  it.each([
    ['in progress', 'in_progress'],
    ['error', 'failed'],
    ['ready for recognize', 'ready'],
    ['not available for recognize', 'not_available'],
  ])('reads “%s” as %s', async (recognitionStatus, state) => {
    pbx.reset({ [`GET ${speech}`]: { status: 'success', recognitionStatus } });
    await expect(recogniser().look('1.2')).resolves.toMatchObject({ state, parts: [] });
  });

  it('tries again later after what nobody described, and for a recording that is not there yet', async () => {
    pbx.reset({ [`GET ${speech}`]: { status: 'success', recognitionStatus: 'queued' } });
    await expect(recogniser().look('1.2')).rejects.toMatchObject({
      code: 'unexpected_answer',
      retryable: true,
    });
    pbx.reset({ [`GET ${speech}`]: refusal('File not found') });
    await expect(recogniser().look('1.2')).rejects.toMatchObject({
      code: 'recording_not_ready',
      retryable: true,
    });
  });

  it.each([
    ['Not enough seconds for speech recognition', 'recognition_seconds_used_up'],
    ['Insufficient funds', 'recognition_seconds_used_up'],
    ['Speech recognition is disabled', 'recognition_refused'],
  ])('tells why it cannot begin: %s', async (message, code) => {
    pbx.reset({ [`PUT ${speech}`]: refusal(message) });
    await expect(recogniser().start('1.2')).rejects.toMatchObject({ code, retryable: false });
  });
});

describe('deleting at Zadarma', () => {
  const part = { pbxCallId: 'in_a', sourceId: '1.2' };
  const deletion = () => new ZadarmaSourceDeletion(client);

  it('asks for the part alone, or for the call if the part has no id', async () => {
    pbx.reset({ [record]: { status: 'success', file_name: 'a.mp3' } });
    await expect(deletion().deleteAtSource(part)).resolves.toBe('deleted');
    await expect(deletion().deleteAtSource({ ...part, sourceId: null })).resolves.toBe('deleted');
    expect(pbx.seen.map(({ body }) => body)).toEqual(['call_id=1.2', 'pbx_call_id=in_a']);
  });

  it('tells what is gone from what stays, also inside a success', async () => {
    pbx.reset({ [record]: refusal('File not found') });
    await expect(deletion().deleteAtSource(part)).resolves.toBe('gone');
    pbx.reset({ [record]: refusal('Access denied') });
    await expect(deletion().deleteAtSource(part)).rejects.toMatchObject({ code: 'source_kept_recording' });
    pbx.reset({ [record]: { status: 'success', deleted_files: [], failed_files: ['a.mp3'] } });
    await expect(deletion().deleteAtSource(part)).rejects.toMatchObject({ code: 'source_kept_recording' });
    pbx.reset({ [record]: (response) => void response.writeHead(502).end('<html>') });
    await expect(deletion().deleteAtSource(part)).rejects.toMatchObject({
      code: 'gateway_trouble',
      retryable: true,
    });
  });
});
