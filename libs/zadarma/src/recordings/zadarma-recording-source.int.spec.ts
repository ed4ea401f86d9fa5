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
import { PersonalShare } from '../rest/personal-share';
import { RequestBudget } from '../rest/request-budget';
import { ZadarmaClient } from '../rest/zadarma-client';
import type { PersonalShareUsedUpError } from '../rest/zadarma.errors';
import type { ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import { settingsOn } from '../testing-parts.fixture';
import { ZadarmaRecordingSource } from './zadarma-recording-source';

const background = { urgency: 'background' } as const;
const path = 'GET /v1/pbx/record/request/';

describe('ZadarmaRecordingSource', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let pbx: PbxServer;
  let client: ZadarmaClient;
  let settings: ZadarmaSettingsService;
  let source: ZadarmaRecordingSource;

  beforeAll(async () => {
    pbx = await PbxServer.start();
    database = await createTestDatabase();
    dataSource = await openTestDataSource(database.url, [...entities]);
    ({ settings } = settingsOn(dataSource, testEnvironment(), new SystemClock()));
    client = new ZadarmaClient(settings, new RequestBudget(dataSource));
    source = new ZadarmaRecordingSource(client, settings, new PersonalShare(dataSource));
    await settings.update({ url: pbx.url, key: 'the-key', secret: 's3cret' });
  });

  afterAll(async () => {
    await source.onApplicationShutdown();
    await client.onApplicationShutdown();
    await pbx.stop();
    await dataSource.destroy();
    await database.drop();
  });

  const link = (name: string): string => `${pbx.url}/v1/pbx/record/download/abc123/${name}`;
  const offers = (sourceId: string | null = null) =>
    source.offers({ pbxCallId: 'in_1', sourceId }, background);

  it('asks by the id of the part, or by the call if that is all there is', async () => {
    pbx.reset({ [path]: { status: 'success', link: link('1-1458313316.343456-100-2016-01-11-100155.mp3') } });
    await offers('1458313316.343456');
    await offers();
    expect(pbx.seen.map(({ url }) => url.split('?')[1])).toEqual([
      'call_id=1458313316.343456&lifetime=180',
      'lifetime=180&pbx_call_id=in_1',
    ]);
  });

  it('takes link and links alike, and reads which part each is', async () => {
    const [one, two] = ['1-1458313316.343456-100-2016-01-11-100155.mp3', '1-1458313320.1-100.mp3'].map(link);
    pbx.reset({ [path]: { status: 'success', links: [one, two] } });
    expect(await offers()).toEqual([
      { partKey: '1458313316.343456', url: one },
      { partKey: '1458313320.1', url: two },
    ]);
    pbx.reset({ [path]: { status: 'success', link: link('recording.mp3') } });
    expect(await offers()).toEqual([{ partKey: null, url: link('recording.mp3') }]);
  });

  it.each([
    'https://api.zadarma.com/..%2f..%2fetc%2fpasswd',
    'https://api.zadarma.com/a/%2e%2e/%00/1458313316.mp3',
    'https://api.zadarma.com/%E0%A4%A',
    'https://api.zadarma.com/x/..;/..\\..\\windows\\win.ini',
  ])('believes nothing of the name in %s', async (address) => {
    pbx.reset({ [path]: { status: 'success', link: address } });
    expect(await offers()).toEqual([{ partKey: null, url: address }]);
  });

  it.each([
    ['http://api.zadarma.com/a.mp3', 'address_not_allowed'],
    ['https://example.com/a.mp3', 'address_not_allowed'],
    ['https://10.0.0.1/a.mp3', 'address_not_allowed'],
    ['https://zadarma.com.example.com/a.mp3', 'address_not_allowed'],
    ['not an address', 'recording_dead_link'],
  ])('refuses the link %s', async (address, code) => {
    pbx.reset({ [path]: { status: 'success', link: address } });
    await expect(offers()).rejects.toMatchObject({
      code,
      ...(code === 'address_not_allowed' && { details: { isLink: true } }),
    });
  });

  it.each([
    ['no link', { status: 'success', lifetime_till: '2026-03-05 10:15:00' }],
    ['an empty list', { status: 'success', links: [] }],
    ['that there is no file', { status: 'error', message: 'File not found' }],
  ])('is told %s, and says that the recording is not ready', async (_, answer) => {
    pbx.reset({ [path]: answer });
    await expect(offers()).rejects.toMatchObject({ code: 'recording_not_ready', retryable: true });
  });

  it('asks forty times a minute for one person, whichever process asks, and goes on for others', async () => {
    pbx.reset({ [path]: { status: 'success', link: link('recording.mp3') } });
    const elsewhere = new ZadarmaRecordingSource(client, settings, new PersonalShare(dataSource));
    const asked = { pbxCallId: 'in_1', sourceId: null };
    const ask = (index: number, requestedBy: string) =>
      (index % 2 ? source : elsewhere).offers(asked, { urgency: 'interactive', requestedBy });
    const answers = await Promise.allSettled(Array.from({ length: 43 }, (_, index) => ask(index, 'one')));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(40);
    expect(pbx.seen).toHaveLength(40);
    const refusal: unknown = await ask(0, 'one').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'personal_share_used_up', retryable: true });
    const { retryAfterSeconds } = (refusal as PersonalShareUsedUpError).details;
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    await expect(ask(0, 'another')).resolves.toHaveLength(1);
    await elsewhere.onApplicationShutdown();
  });
});
