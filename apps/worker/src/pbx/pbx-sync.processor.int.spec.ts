import { DatabaseModule } from '@callboard/database';
import { type FetchedPbx, PbxModule, PbxService } from '@callboard/pbx';
import { DomainError, PlatformModule } from '@callboard/platform';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  silentLog,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { PbxFetcher } from '@callboard/zadarma';
import { Test, type TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PbxSyncProcessor } from './pbx-sync.processor';

type Progress = (done: number, total: number) => void | Promise<void>;

const first = { number: 1, isLast: false };
const last = { number: 3, isLast: true };
const fetched: FetchedPbx = {
  pbxId: '123456',
  extensions: [
    { number: '100', name: 'Desk', online: false },
    { number: '101', name: 'Sales', online: true },
  ],
};

let database: TestDatabase;
let worker: TestingModule;
let pbx: PbxService;
let processor: PbxSyncProcessor;
const fetch = jest.fn<Promise<FetchedPbx>, [Progress]>();

beforeEach(async () => {
  database = await createTestDatabase();
  worker = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot(testEnvironment(), silentLog(), new FakeClock()),
      DatabaseModule.forRoot({ url: database.url, applicationName: 'test' }),
      TypeOrmModule.forFeature(['employees', 'api_keys'].map(foreignTable)),
      PbxModule,
    ],
    providers: [PbxSyncProcessor, { provide: PbxFetcher, useValue: { fetch } }],
  }).compile();
  await worker.init();
  pbx = worker.get(PbxService);
  processor = worker.get(PbxSyncProcessor);
});

afterEach(async () => {
  await worker.close();
  await database.drop();
});

const sync = async () => (await pbx.overview()).sync;

describe('PbxSyncProcessor', () => {
  it('shows how far the fetch came and stores what it brought', async () => {
    fetch.mockImplementation(async (report) => {
      await report(1, 2);
      expect(await sync()).toMatchObject({ state: 'running', done: 1, total: 2 });
      return fetched;
    });
    await pbx.startSync();
    expect(await processor.handle({}, first)).toEqual({ extensions: 2 });
    expect(await pbx.overview()).toMatchObject({
      pbxId: '123456',
      sync: { state: 'done', done: 2, total: 2 },
      extensions: [{ number: '100' }, { number: '101', name: 'Sales', online: true }],
    });
  });

  it('stores nothing of an attempt that broke off, keeps running, and ends well when it is repeated', async () => {
    const busy = new DomainError('timeout', 'Zadarma did not answer.', { retryable: true });
    fetch.mockImplementationOnce(async (report) => {
      await report(1, 2);
      throw busy;
    });
    await pbx.startSync();
    await expect(processor.handle({}, first)).rejects.toBe(busy);
    expect(await pbx.overview()).toMatchObject({ pbxId: null, sync: { state: 'running' }, extensions: [] });
    await expect(pbx.startSync()).rejects.toMatchObject({ code: 'sync_running' });
    fetch.mockResolvedValueOnce(fetched);
    await processor.handle({}, { number: 2, isLast: false });
    expect((await pbx.overview()).extensions).toHaveLength(2);
  });

  it.each([
    ['the reason at once if a repetition cannot help', first, false],
    ['the reason after the last attempt', last, true],
  ])('tells the administrator %s', async (_, attempt, retryable) => {
    const refusal = new DomainError('wrong_key', 'Zadarma does not accept this key.', { retryable });
    fetch.mockRejectedValue(refusal);
    await pbx.startSync();
    await expect(processor.handle({}, attempt)).rejects.toBe(refusal);
    expect(await sync()).toMatchObject({
      state: 'failed',
      failure: { code: 'wrong_key', message: 'Zadarma does not accept this key.' },
    });
  });

  it('keeps the words of a failure of our own to the log', async () => {
    fetch.mockRejectedValue(new TypeError('x is not a function'));
    await pbx.startSync();
    await expect(processor.handle({}, last)).rejects.toThrow(TypeError);
    const { failure } = await sync();
    expect(failure?.code).toBe('internal_error');
    expect(failure?.message).not.toContain('function');
  });
});
