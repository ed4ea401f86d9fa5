import type { CallEvent } from '@callboard/calls';
import fc from 'fast-check';
import { newInboundEvent } from './inbox/new-inbound-event';
import { expiredEvent, numberOfClid, statisticsRowEvent, translate } from './translate';
import { webhookVectors } from './webhook/webhook-vectors.fixture';

const receivedAt = new Date('2026-03-05T09:15:01.000Z');
const incoming = 'in_5f2c9a7be0d14368a1b2c3d4e5f60718293a4b5c';
const outgoing = 'out_9d8c7b6a5f4e3d2c1b0a99887766554433221100';
const party = (raw: string, e164: string | null) => ({ raw, e164 });

function fromWebhook(fields: Readonly<Record<string, string>>, country = 'LV'): CallEvent[] {
  return translate([newInboundEvent({ source: 'webhook', fields, receivedAt })], { country });
}

function fromVector(id: string): CallEvent | undefined {
  return fromWebhook(webhookVectors.find((vector) => vector.id === id)?.fields ?? {})[0];
}

function fromStatistics(fields: Readonly<Record<string, string>>): CallEvent | undefined {
  const row = { event: statisticsRowEvent, ...fields };
  return translate([newInboundEvent({ source: 'statistics', fields: row, receivedAt })], {
    country: 'LV',
  })[0];
}

// Any text of whole code points: fast-check's own unit 'binary' takes a second to prepare.
const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code));

describe('translate', () => {
  it('reads the start of an incoming call (W1)', () => {
    expect(fromVector('W1')).toEqual({
      kind: 'started',
      source: 'webhook',
      pbxCallId: incoming,
      hash: expect.any(String),
      receivedAt,
      caller: party('+37120000011', '+37120000011'),
      called: party('442079460012', '+442079460012'),
      internal: null,
      wallStart: '2026-03-05 10:15:00',
      routing: null,
    });
  });

  it('reads ringing, answer and end of an incoming call (W2–W4)', () => {
    expect(fromVector('W2')).toMatchObject({
      kind: 'ringing',
      internal: party('101', null),
      transferFrom: null,
    });
    expect(fromVector('W3')).toMatchObject({
      kind: 'answered',
      internal: party('101', null),
      called: party('101', null),
    });
    expect(fromVector('W4')).toMatchObject({
      kind: 'ended',
      disposition: 'answered',
      durationSeconds: 75,
      internal: party('100', null),
      lastInternal: '101',
      recorded: true,
      recordingId: '1772705700.123456',
    });
  });

  it('reads an outgoing call (W5, W6)', () => {
    expect(fromVector('W5')).toMatchObject({
      kind: 'started',
      pbxCallId: outgoing,
      caller: party('442079460012', '+442079460012'),
      called: party('+37120000022', '+37120000022'),
      internal: party('105', null),
      routing: null,
    });
    expect(fromVector('W6')).toMatchObject({
      kind: 'ended',
      disposition: 'no answer',
      durationSeconds: 0,
      lastInternal: null,
      recorded: false,
      recordingId: null,
    });
  });

  it('reads a recording and a menu (W7, W8)', () => {
    expect(fromVector('W7')).toMatchObject({
      kind: 'recorded',
      pbxCallId: incoming,
      recordingId: '1772705700.123456',
    });
    expect(fromVector('W8')).toMatchObject({ kind: 'menu', digits: '2' });
  });

  it('finds nothing about a call in an SMS (W9) or without a call id', () => {
    expect(fromVector('W9')).toBeUndefined();
    expect(fromWebhook({ event: 'NOTIFY_END', call_start: '2026-03-05 10:15:00' })).toEqual([]);
    expect(fromWebhook({ event: 'NOTIFY_RECORD', pbx_call_id: 'in_1' })).toEqual([]);
  });

  it('keeps what we answered, and why', () => {
    const routing = {
      answer: { redirect: '101', return_timeout: 20 },
      reason: 'manager' as const,
      contactName: 'Jan',
      employeeName: 'Anna',
      extension: '101',
    };
    const event = newInboundEvent({
      source: 'webhook',
      fields: webhookVectors[0]?.fields ?? {},
      receivedAt,
      routing,
    });
    expect(translate([event], { country: 'LV' })).toMatchObject([{ routing }]);
  });

  it('knows a transfer, a hidden caller and numbers in national form', () => {
    const fields = {
      event: 'NOTIFY_INTERNAL',
      pbx_call_id: 'in_1',
      caller_id: 'anonymous',
      called_did: '221234567',
      internal: '102',
      transfer_from: '101',
    };
    expect(fromWebhook(fields, 'PL')).toMatchObject([
      {
        caller: party('anonymous', null),
        called: party('221234567', '+48221234567'),
        transferFrom: '101',
      },
    ]);
  });

  it('reads a row of the statistics', () => {
    expect(
      fromStatistics({
        call_id: '1772705700.123456',
        sip: '101',
        callstart: '2026-03-05 10:15:00',
        clid: '"Anna" <+37120000011>',
        destination: '442079460012',
        disposition: 'answered',
        seconds: '75',
        is_recorded: 'true',
        pbx_call_id: incoming,
      }),
    ).toEqual({
      kind: 'reported',
      source: 'statistics',
      pbxCallId: incoming,
      hash: expect.any(String),
      receivedAt,
      caller: party('+37120000011', '+37120000011'),
      called: party('442079460012', '+442079460012'),
      internal: party('101', null),
      wallStart: '2026-03-05 10:15:00',
      disposition: 'answered',
      seconds: 75,
      recorded: true,
      recordingId: '1772705700.123456',
    });
    expect(fromStatistics({ pbx_call_id: '', sip: '0' })).toBeUndefined();
  });

  it.each([
    ['Name (37120000011)', '37120000011'],
    ['"Name" <+37120000011>', '+37120000011'],
    ['Ext name 101 (101)', '101'],
    ['37120000011', '37120000011'],
    ['anonymous', 'anonymous'],
    [null, null],
  ])('finds the number in the caller text %p', (clid, number) => {
    expect(numberOfClid(clid)).toBe(number);
  });

  it('reads what the closer says', () => {
    const fields = { event: expiredEvent, pbx_call_id: 'in_1' };
    expect(
      translate([newInboundEvent({ source: 'closer', fields, receivedAt })], { country: 'PL' }),
    ).toMatchObject([{ kind: 'expired', source: 'closer', pbxCallId: 'in_1' }]);
  });

  it('never throws, whatever the fields hold, and keeps call, hash and moment', () => {
    const names = [...new Set(webhookVectors.flatMap(({ fields }) => Object.keys(fields)))];
    const anyFields = fc.record(
      Object.fromEntries(names.map((name) => [name, fc.string({ unit: anyCharacter })])),
      { requiredKeys: [] },
    );
    const anyEvent = fc.constantFrom(...webhookVectors.map(({ fields }) => fields.event ?? ''), 'NOTIFY_NEW');
    fc.assert(
      fc.property(anyFields, anyEvent, fc.constantFrom('PL', 'GB', 'XX'), (fields, event, country) => {
        const inbound = newInboundEvent({
          source: 'webhook',
          fields: { ...fields, event, pbx_call_id: 'in_1' },
          receivedAt,
        });
        for (const translated of translate([inbound], { country })) {
          expect(translated).toMatchObject({ pbxCallId: 'in_1', hash: inbound.dedupeKey, receivedAt });
          if (translated.kind === 'ended' && translated.durationSeconds !== null) {
            expect(Number.isSafeInteger(translated.durationSeconds)).toBe(true);
          }
        }
      }),
    );
  });

  it('translates each event on its own: order and company change nothing', () => {
    const all = webhookVectors.map(({ fields }) =>
      newInboundEvent({ source: 'webhook', fields, receivedAt }),
    );
    const alone = all.flatMap((event) => translate([event], { country: 'LV' }));
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        const together = translate(shuffled, { country: 'LV' });
        expect(together).toHaveLength(alone.length);
        expect(together).toEqual(expect.arrayContaining(alone));
      }),
    );
  });
});
