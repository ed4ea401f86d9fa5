import { demoContacts, demoExtensions } from './company';
import { pastWeek } from './past-week';

const now = new Date('2026-03-05T11:30:00Z');
const notifications = pastWeek(now, 'Europe/Warsaw');
const calls = new Map<string, typeof notifications>();
for (const one of notifications) {
  const id = one.fields.pbx_call_id ?? '';
  calls.set(id, [...(calls.get(id) ?? []), one]);
}

describe('pastWeek', () => {
  it('holds some four hundred calls of the last seven days, none in the future', () => {
    expect(calls.size).toBeGreaterThan(300);
    expect(calls.size).toBeLessThan(500);
    expect(notifications.every(({ receivedAt }) => receivedAt < now)).toBe(true);
    expect(now.getTime() - (notifications[0]?.receivedAt.getTime() ?? 0)).toBeLessThan(8 * 86_400_000);
  });

  it('is the same each time it is asked on a day', () => {
    expect(pastWeek(now, 'Europe/Warsaw')).toEqual(notifications);
  });

  it('ends every call', () => {
    for (const call of calls.values()) {
      const own = call.filter(({ fields }) => fields.event !== 'NOTIFY_RECORD');
      expect(own.at(-1)?.fields.event).toMatch(/^NOTIFY_(OUT_)?END$/);
    }
  });

  it('tells the account’s wall clock', () => {
    const first = notifications[0];
    const wall = new Intl.DateTimeFormat('sv', {
      timeZone: 'Europe/Warsaw',
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(first?.receivedAt);
    expect(first?.fields.call_start).toBe(wall);
  });

  it('has recordings for everybody with a phone, some in two parts, each announced', () => {
    const extensions: string[] = [];
    const parts: number[] = [];
    for (const call of calls.values()) {
      const end = call.find(({ fields }) => fields.event?.endsWith('END'))?.fields ?? {};
      const ids = call
        .filter(({ fields }) => fields.event === 'NOTIFY_RECORD')
        .map(({ fields }) => fields.call_id_with_rec ?? '');
      expect([end.is_recorded, end.call_id_with_rec]).toEqual(ids[0] ? ['1', ids[0]] : ['0', '']);
      if (ids.length > 0) {
        parts.push(ids.length);
        extensions.push(end.internal ?? '');
        const lengths = ids.map((id) => Number(id.slice(-3)));
        expect(lengths.reduce((sum, length) => sum + length)).toBe(Number(end.duration));
      }
    }
    for (const { number } of demoExtensions.filter(({ person }) => person)) {
      expect(extensions.filter((extension) => extension === number).length).toBeGreaterThan(5);
    }
    expect(new Set(parts)).toEqual(new Set([1, 2]));
    expect(parts.length).toBeLessThan(120);
  });

  it('sends calls of known customers to their manager', () => {
    const routed = notifications.filter(({ routing }) => routing?.reason === 'manager');
    expect(routed.length).toBeGreaterThan(50);
    for (const { routing, fields } of routed) {
      const contact = demoContacts.find(({ phones }) => phones.includes(fields.caller_id ?? ''));
      const own = demoExtensions.find(({ person }) => person === contact?.manager);
      expect(routing?.answer.redirect).toBe(own?.number);
    }
  });
});

describe('the demo’s company', () => {
  it('gives every customer numbers of its own', () => {
    const numbers = demoContacts.flatMap(({ phones }) => phones);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => !/^\+[1-9]\d{9,12}$/.test(number))).toEqual([]);
  });
});
