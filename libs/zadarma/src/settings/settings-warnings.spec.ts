import { settingsWarnings, type WarningFacts } from './settings-warnings';

const fine: WarningFacts = {
  secretState: 'set',
  webhookUrl: 'https://crm.example.com/exec/Zadarma.notify',
  url: 'https://api.zadarma.com',
  timeZone: 'Europe/Warsaw',
  lastStart: { wallStart: '2026-03-05 10:15:00', receivedAt: new Date('2026-03-05T09:15:02Z') },
  now: new Date('2026-03-05T09:20:00Z'),
};

const codes = (facts: Partial<WarningFacts>) =>
  settingsWarnings({ ...fine, ...facts }).map(({ code }) => code);

describe('settingsWarnings', () => {
  it('has nothing to say when all is well', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ lastStart: null, secretState: 'missing' })).toEqual([]);
  });

  it('says when the stored secret cannot be read', () => {
    expect(codes({ secretState: 'unreadable' })).toEqual(['secret_unreadable']);
  });

  it.each([
    'http://crm.example.com/x',
    'https://localhost/x',
    'https://192.168.1.5/x',
    'https://[::1]/x',
    'https://nas.local/x',
  ])('says that Zadarma cannot reach %s', (webhookUrl) => {
    expect(codes({ webhookUrl })).toEqual(['webhook_url_not_public']);
  });

  it('says nothing of the address where the PBX is near itself', () => {
    expect(codes({ webhookUrl: 'http://localhost:3000/x', url: 'http://127.0.0.1:4010' })).toEqual([]);
  });

  it('notices that the zone is another one, in winter and in summer time', () => {
    expect(codes({ timeZone: 'Europe/Riga' })).toEqual(['clock_drift']);
    const summer = { wallStart: '2026-07-05 10:15:00', receivedAt: new Date('2026-07-05T08:15:02Z') };
    expect(codes({ lastStart: summer, now: summer.receivedAt })).toEqual([]);
    expect(codes({ lastStart: summer, now: summer.receivedAt, timeZone: 'UTC' })).toEqual(['clock_drift']);
  });

  it('does not judge by calls of long ago or by nonsense', () => {
    expect(codes({ timeZone: 'UTC', now: new Date('2026-04-05T09:20:00Z') })).toEqual([]);
    const nonsense = { wallStart: 'soon', receivedAt: new Date('2026-03-05T09:15:02Z') };
    expect(codes({ lastStart: nonsense })).toEqual([]);
  });
});
