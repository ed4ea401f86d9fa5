import {
  createTestDatabase,
  FakeClock,
  openTestDataSource,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { entities } from '../entities';
import { settingsOn } from '../testing-parts.fixture';

const publicOnly = testEnvironment({
  PBX_URL_ALLOW_PRIVATE: 'false',
  PUBLIC_URL: 'https://crm.example.com',
});
const privateAllowed = testEnvironment({ PUBLIC_URL: 'https://crm.example.com' });

describe('ZadarmaSettingsService', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const clock = new FakeClock();

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await openTestDataSource(database.url, [...entities]);
  });

  beforeEach(() => dataSource.query('TRUNCATE settings, inbound_events'));

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('shows the defaults before anything is stored', async () => {
    const { settings } = settingsOn(dataSource, publicOnly, clock);
    expect(await settings.get()).toEqual({
      url: 'https://api.zadarma.com',
      key: '',
      secretIsSet: false,
      playRecordingsRemotely: true,
      timeZone: 'Europe/Warsaw',
      defaultCountry: 'PL',
      routing: { enabled: true, returnTimeoutSeconds: 20, onlyWhenOnline: false },
      webrtc: {
        enabled: true,
        scriptUrls: [
          'https://my.zadarma.com/webphoneWebRTCWidget/v9/js/loader-phone-lib.js?sub_v=1',
          'https://my.zadarma.com/webphoneWebRTCWidget/v9/js/loader-phone-fn.js?sub_v=1',
        ],
        shape: 'rounded',
        position: 'bottom_right',
      },
      recordings: { archiveAutomatically: false, retentionDays: null, deleteAtZadarma: false },
      webhookUrl: 'https://crm.example.com/exec/Zadarma.notify',
      warnings: [],
      updatedAt: null,
    });
  });

  it('keeps absent fields and never shows the secret', async () => {
    const { settings } = settingsOn(dataSource, publicOnly, clock);
    await settings.update({ key: 'k1', secret: 'the-secret', routing: { returnTimeoutSeconds: 5 } });
    const { settings: shown } = await settings.update({ timeZone: 'Europe/Riga' });
    expect(shown).toMatchObject({
      key: 'k1',
      secretIsSet: true,
      timeZone: 'Europe/Riga',
      routing: { enabled: true, returnTimeoutSeconds: 5 },
    });
    expect(JSON.stringify(shown)).not.toContain('the-secret');
    const [row] = await dataSource.query('SELECT value, secret FROM settings');
    expect(JSON.stringify(row)).not.toContain('the-secret');
    expect(row.secret).toMatch(/^v1\./);
    expect((await settings.current()).secret).toBe('the-secret');
  });

  it('keeps what is set for recordings when one field of it changes', async () => {
    const { settings } = settingsOn(dataSource, publicOnly, clock);
    await settings.update({ recordings: { retentionDays: 90 } });
    const { settings: shown } = await settings.update({ recordings: { archiveAutomatically: true } });
    expect(shown.recordings).toEqual({
      archiveAutomatically: true,
      retentionDays: 90,
      deleteAtZadarma: false,
    });
  });

  it('loses no field when two administrators save at once', async () => {
    const { settings } = settingsOn(dataSource, publicOnly, clock);
    await Promise.all([
      settings.update({ key: 'k2' }),
      settings.update({ defaultCountry: 'LV' }),
      settings.update({ secret: 's2' }),
    ]);
    expect(await settings.get()).toMatchObject({ key: 'k2', defaultCountry: 'LV', secretIsSet: true });
  });

  it('says that calls must be folded again only when the zone or the country changes', async () => {
    const { settings } = settingsOn(dataSource, publicOnly, clock);
    const isNeeded = async (body: Parameters<typeof settings.update>[0]) =>
      (await settings.update(body)).refoldNeeded;
    expect(await isNeeded({ key: 'k' })).toBe(false);
    expect(await isNeeded({ timeZone: 'Europe/Warsaw' })).toBe(false);
    expect(await isNeeded({ timeZone: 'Europe/Riga' })).toBe(true);
    await settings.refoldQueued();
    expect(await isNeeded({ key: 'k' })).toBe(false);
    expect(await isNeeded({ defaultCountry: 'LV' })).toBe(true);
  });

  it('goes on asking for the refold until somebody has queued it', async () => {
    const { settings } = settingsOn(dataSource, publicOnly, clock);
    await settings.update({ timeZone: 'Europe/Riga' });
    expect((await settings.update({ key: 'k' })).refoldNeeded).toBe(true);
    await settings.refoldQueued();
    expect((await settings.update({ key: 'k' })).refoldNeeded).toBe(false);
    expect((await settings.get()).timeZone).toBe('Europe/Riga');
  });

  it('tells of a refold that nobody has queued for some time', async () => {
    const { settings } = settingsOn(dataSource, publicOnly, clock);
    const later = new Date(Date.now() + 60_000);
    expect(await settings.isRefoldOverdue(later)).toBe(false);
    await settings.update({ timeZone: 'Europe/Riga' });
    expect(await settings.isRefoldOverdue(new Date(Date.now() - 60_000))).toBe(false);
    expect(await settings.isRefoldOverdue(later)).toBe(true);
    await settings.refoldQueued();
    expect(await settings.isRefoldOverdue(later)).toBe(false);
  });

  it.each([
    ['http://api.zadarma.com', 'not_https'],
    ['https://127.0.0.1', 'not_public'],
    ['https://10.1.2.3:8443', 'not_public'],
    ['https://169.254.169.254', 'not_public'],
    ['https://[::1]', 'not_public'],
    ['https://[::ffff:10.0.0.1]', 'not_public'],
    ['https://localhost', 'not_public'],
    ['https://api.zadarma.com/v1', 'not_an_origin'],
    ['https://api.zadarma.com?key=1', 'not_an_origin'],
    ['https://me:pw@api.zadarma.com', 'not_an_origin'],
  ])('refuses the address %s', async (url, why) => {
    const { settings } = settingsOn(dataSource, publicOnly, clock);
    await expect(settings.update({ url })).rejects.toMatchObject({
      code: 'address_not_allowed',
      details: { why },
    });
    expect((await settings.get()).url).toBe('https://api.zadarma.com');
  });

  it.each(['XX', 'AQ', 'pl'])(
    'refuses %s, which is no country with phone numbers',
    async (defaultCountry) => {
      const { settings } = settingsOn(dataSource, publicOnly, clock);
      await expect(settings.update({ defaultCountry })).rejects.toMatchObject({ code: 'country_not_known' });
      expect((await settings.get()).defaultCountry).toBe('PL');
    },
  );

  it('takes a private address where the environment allows it', async () => {
    const { settings } = settingsOn(dataSource, privateAllowed, clock);
    await settings.update({ url: 'http://127.0.0.1:4010/' });
    expect((await settings.get()).url).toBe('http://127.0.0.1:4010');
  });

  it('warns instead of failing when the encryption key is another one', async () => {
    await settingsOn(dataSource, publicOnly, clock).settings.update({ key: 'k', secret: 's' });
    const other = testEnvironment({
      APP_ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64'),
      PUBLIC_URL: 'https://crm.example.com',
    });
    const { settings } = settingsOn(dataSource, other, clock);
    expect((await settings.get()).warnings.map(({ code }) => code)).toEqual(['secret_unreadable']);
    expect(await settings.current()).toMatchObject({ secret: null, secretState: 'unreadable' });
    await settings.update({ secret: 'again' });
    expect((await settings.get()).warnings).toEqual([]);
    expect((await settings.current()).secret).toBe('again');
  });

  it('opens what was sealed with the previous key', async () => {
    await settingsOn(dataSource, publicOnly, clock).settings.update({ secret: 's' });
    const rotated = testEnvironment({
      APP_ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64'),
      APP_ENCRYPTION_KEY_PREVIOUS: publicOnly.APP_ENCRYPTION_KEY,
    });
    expect((await settingsOn(dataSource, rotated, clock).settings.current()).secret).toBe('s');
  });

  it('warns when the times of the PBX do not fit the zone', async () => {
    const { settings, inbox } = settingsOn(dataSource, publicOnly, clock);
    await inbox.add([
      {
        source: 'webhook',
        fields: { event: 'NOTIFY_START', pbx_call_id: 'in_1', call_start: '2026-03-05 10:15:00' },
        receivedAt: clock.now(),
      },
    ]);
    expect((await settings.get()).warnings).toEqual([]);
    await settings.update({ timeZone: 'Europe/Kyiv' });
    expect((await settings.get()).warnings.map(({ code }) => code)).toEqual(['clock_drift']);
  });
});
