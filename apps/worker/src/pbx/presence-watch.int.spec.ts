import { DatabaseModule } from '@callboard/database';
import { PbxModule, PbxService } from '@callboard/pbx';
import { newId, PlatformModule } from '@callboard/platform';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  silentLog,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { ZadarmaClient, ZadarmaError, ZadarmaSettingsService } from '@callboard/zadarma';
import { Test, type TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { PresenceWatch } from './presence-watch.service';

let database: TestDatabase;
let worker: TestingModule;
let watch: PresenceWatch;
let clock: FakeClock;
let asked: string[];
let current: object;
let failures: Partial<Record<string, 'pbx_refused' | 'unreachable'>>;

const { signal } = new AbortController();
const looking = { routing: { enabled: true, onlyWhenOnline: true }, secret: 's3cret' };

beforeEach(async () => {
  asked = [];
  failures = {};
  current = looking;
  clock = new FakeClock();
  database = await createTestDatabase();
  const client = {
    extensionStatus: (number: string) => {
      asked.push(number);
      const failure = failures[number];
      return failure
        ? Promise.reject(new ZadarmaError(failure, failure))
        : Promise.resolve({ number, is_online: number === '101' });
    },
  };
  worker = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot(testEnvironment(), silentLog(), clock),
      DatabaseModule.forRoot({ url: database.url, applicationName: 'test' }),
      TypeOrmModule.forFeature(['employees', 'api_keys'].map(foreignTable)),
      PbxModule,
    ],
    providers: [
      PresenceWatch,
      { provide: ZadarmaClient, useValue: client },
      { provide: ZadarmaSettingsService, useValue: { current: () => Promise.resolve(current) } },
    ],
  }).compile();
  await worker.init();
  watch = worker.get(PresenceWatch);
  await hire('101', '102');
  await worker.get(DataSource).query(`INSERT INTO extensions (number, active) VALUES ('100', true)`);
});

afterEach(async () => {
  await worker.close();
  await database.drop();
});

async function hire(...extensions: string[]): Promise<void> {
  const id = newId();
  const dataSource = worker.get(DataSource);
  await dataSource.query(`INSERT INTO employees (id, name, email, role) VALUES ($1, 'Anna', $2, 'agent')`, [
    id,
    `${id}@example.com`,
  ]);
  for (const extension of extensions) {
    await dataSource.query(`INSERT INTO extensions (number, active) VALUES ($1, true)`, [extension]);
    await worker.get(PbxService).assign(extension, id);
  }
}

async function online(): Promise<Record<string, boolean | null>> {
  const { extensions } = await worker.get(PbxService).overview();
  return Object.fromEntries(extensions.map((extension) => [extension.number, extension.online]));
}

describe('PresenceWatch', () => {
  it('asks for the extensions of people, and again only when the answer grows old', async () => {
    expect(await watch.run(signal)).toBe(2);
    expect(asked).toEqual(['101', '102']);
    expect(await online()).toEqual({ '100': null, '101': true, '102': false });
    clock.advance(149_000);
    expect(await watch.run(signal)).toBe(0);
    clock.advance(1_000);
    expect(await watch.run(signal)).toBe(2);
  });

  it.each([
    ['does not look at presence', { ...looking, routing: { enabled: true, onlyWhenOnline: false } }],
    ['is off', { ...looking, routing: { enabled: false, onlyWhenOnline: true } }],
    ['has no secret yet', { ...looking, secret: null }],
  ])('asks nothing while routing %s', async (_, settings) => {
    current = settings;
    expect(await watch.run(signal)).toBe(0);
    expect(asked).toEqual([]);
  });

  it('goes on after an extension that is gone at the PBX', async () => {
    failures = { '101': 'pbx_refused' };
    expect(await watch.run(signal)).toBe(2);
    expect(await online()).toMatchObject({ '101': null, '102': false });
  });

  it('stops at trouble that concerns all, and keeps what it learnt before', async () => {
    failures = { '102': 'unreachable' };
    await expect(watch.run(signal)).rejects.toMatchObject({ code: 'unreachable' });
    expect(await online()).toMatchObject({ '101': true, '102': null });
  });
});
