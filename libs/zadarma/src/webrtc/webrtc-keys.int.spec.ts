import { SecretBox } from '@callboard/platform';
import {
  createTestDatabase,
  FakeClock,
  openTestDataSource,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { entities } from '../entities';
import { PbxServer } from '../pbx-server.fixture';
import { RequestBudget } from '../rest/request-budget';
import { ZadarmaClient } from '../rest/zadarma-client';
import type { ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import { settingsOn } from '../testing-parts.fixture';
import { WebrtcKey } from './webrtc-key.entity';
import { WebrtcKeysRepository } from './webrtc-keys.repository';
import { WebrtcKeys } from './webrtc-keys.service';

const line = { pbxId: '123456', extension: '101' };
const hour = 3_600_000;
const environment = testEnvironment();

describe('the keys of browser phones', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let settings: ZadarmaSettingsService;
  let client: ZadarmaClient;
  let pbx: PbxServer;
  let clock: FakeClock;
  let repository: WebrtcKeysRepository;
  /** Logins in the order in which a key was asked for. */
  let asked: string[];
  /** Logins that the PBX knows. */
  let known: string[];

  /** A process of its own. */
  const keys = () =>
    new WebrtcKeys(repository, client, settings, new SecretBox(environment.APP_ENCRYPTION_KEY), clock);
  const row = () => dataSource.getRepository(WebrtcKey).findOneByOrFail({ extension: '101' });

  beforeAll(async () => {
    pbx = await PbxServer.start();
    database = await createTestDatabase();
    dataSource = await openTestDataSource(database.url, [...entities]);
    repository = new WebrtcKeysRepository(dataSource.getRepository(WebrtcKey));
  });

  beforeEach(async () => {
    await dataSource.query('TRUNCATE settings, pbx_request_budget, webrtc_keys');
    clock = new FakeClock();
    settings = settingsOn(dataSource, environment, clock).settings;
    client = new ZadarmaClient(settings, new RequestBudget(dataSource));
    await settings.update({ url: pbx.url, key: 'k', secret: 's' });
    asked = [];
    known = ['123456-101', '101'];
    pbx.reset({
      'GET /v1/webrtc/get_key/': (response, { url }) => {
        const login = new URL(url, 'http://pbx').searchParams.get('sip') ?? '';
        asked.push(login);
        const answer = known.includes(login)
          ? { status: 'success', key: `key-${asked.length}` }
          : { status: 'error', message: 'Wrong parameters!' };
        response.end(JSON.stringify(answer));
      },
    });
  });

  afterEach(() => client.onApplicationShutdown());

  afterAll(async () => {
    await pbx.stop();
    await dataSource.destroy();
    await database.drop();
  });

  it('are asked for by the full login, once for many who wait, and kept', async () => {
    const service = keys();
    const results = await Promise.all(Array.from({ length: 5 }, () => service.keyOf(line)));
    expect(new Set(results.map(({ key }) => key))).toEqual(new Set(['key-1']));
    expect(await keys().keyOf(line)).toMatchObject({ key: 'key-1' });
    expect(asked).toEqual(['123456-101']);
  });

  it('are asked for once although several processes want one at the same time', async () => {
    const results = await Promise.all(Array.from({ length: 4 }, () => keys().keyOf(line)));
    expect(new Set(results.map(({ key }) => key))).toEqual(new Set(['key-1']));
    expect(asked).toHaveLength(1);
  });

  it('come by the bare extension where the full login is refused, which is remembered', async () => {
    known = ['101'];
    expect(await keys().keyOf(line)).toMatchObject({ key: 'key-2' });
    clock.advance(71 * hour);
    expect(await keys().keyOf(line)).toMatchObject({ key: 'key-3' });
    expect(asked).toEqual(['123456-101', '101', '101']);
    known = ['123456-101'];
    clock.advance(71 * hour);
    expect(await keys().keyOf(line)).toMatchObject({ key: 'key-5' });
    expect(asked.slice(3)).toEqual(['101', '123456-101']);
  });

  it('lie sealed in the database, each bound to its row', async () => {
    await keys().keyOf(line);
    const { key } = await row();
    expect(key).toMatch(/^v1\./);
    expect(key).not.toContain('key-1');
    // Somebody who can write to the table gives 102 the key of 101.
    await dataSource.query(
      `INSERT INTO webrtc_keys SELECT '102', account, login_form, key, fetched_at FROM webrtc_keys`,
    );
    known = ['123456-102'];
    expect(await keys().keyOf({ ...line, extension: '102' })).toMatchObject({ key: 'key-2' });
  });

  it('are exchanged before 71 hours, by the time the page was told to ask again', async () => {
    const first = await keys().keyOf(line);
    expect(first.renewAt.getTime() - clock.now().getTime()).toBeLessThan(71 * hour);
    clock.advance(69 * hour);
    expect(await keys().keyOf(line)).toEqual(first);
    clock.set(first.renewAt);
    const second = await keys().keyOf(line);
    expect(second.key).toBe('key-2');
    expect(second.renewAt.getTime()).toBeGreaterThan(clock.now().getTime() + 70 * hour);
    // A tab that is open for days goes on like this.
    clock.set(second.renewAt);
    expect(await keys().keyOf(line)).toMatchObject({ key: 'key-3' });
  });

  it('are also renewed by a page whose clock is some minutes fast', async () => {
    const { renewAt } = await keys().keyOf(line);
    clock.set(new Date(renewAt.getTime() - 10 * 60_000));
    expect(await keys().keyOf(line)).toMatchObject({ key: 'key-2' });
  });

  it('are exchanged when they were refused, but not twice in a minute', async () => {
    const service = keys();
    await service.keyOf(line);
    expect(await service.keyOf(line, { renew: true })).toMatchObject({ key: 'key-1' });
    clock.advance(61_000);
    expect(await service.keyOf(line, { renew: true })).toMatchObject({ key: 'key-2' });
    expect(await service.keyOf(line, { renew: true })).toMatchObject({ key: 'key-2' });
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['key', { key: 'other' }],
    ['secret', { secret: 'other' }],
    ['address', {}],
  ])('are of no use with another %s', async (what, change) => {
    await keys().keyOf(line);
    const other = what === 'address' ? { url: pbx.url.replace('127.0.0.1', 'localhost') } : change;
    await settings.update(other);
    expect(await keys().keyOf(line)).toMatchObject({ key: 'key-2' });
  });

  it('are of no use on another PBX of the account', async () => {
    await keys().keyOf(line);
    known = ['654321-101'];
    expect(await keys().keyOf({ ...line, pbxId: '654321' })).toMatchObject({ key: 'key-2' });
  });

  it('serve on when Zadarma does not answer in time for the next one', async () => {
    await keys().keyOf(line);
    clock.advance(70.5 * hour);
    pbx.reset({ 'GET /v1/webrtc/get_key/': (response) => response.destroy() });
    const { key, renewAt } = await keys().keyOf(line);
    expect(key).toBe('key-1');
    expect(renewAt.getTime() - clock.now().getTime()).toBe(5 * 60_000);
    clock.advance(2 * hour);
    await expect(keys().keyOf(line)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('are not asked for again and again where they are refused', async () => {
    known = [];
    const service = keys();
    await expect(service.keyOf(line)).rejects.toMatchObject({ code: 'pbx_refused' });
    await expect(service.keyOf(line)).rejects.toMatchObject({ code: 'pbx_refused' });
    expect(asked).toEqual(['123456-101', '101']);
    known = ['101'];
    clock.advance(31_000);
    expect(await service.keyOf(line)).toMatchObject({ key: 'key-4' });
  });

  it('can be asked for by another process when one dies in the middle', async () => {
    await repository.claim('101');
    await dataSource.query(`UPDATE webrtc_keys SET fetching_until = now() + interval '400 ms'`);
    expect(await keys().keyOf(line)).toMatchObject({ key: 'key-1' });
    expect((await row()).fetchingUntil).toBeNull();
  });
});
