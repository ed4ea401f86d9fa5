import { eventFactory } from '../testing';
import { party } from '../testing/event-factory';
import type { CallEvent } from './call-event';
import { fold, type FoldedCall } from './fold';

const startedAt = new Date('2026-03-05T09:15:00Z');
const context = { zone: 'Europe/Warsaw', assignments: [] };
const incoming = eventFactory('in_5f2c9a7be0d14368a1b2c3d4e5f60718293a4b5c', startedAt);
const outgoing = eventFactory('out_9d8c7b6a5f4e3d2c1b0a99887766554433221100', startedAt);

const from = { caller: party('+48600100200'), called: party('48221234567') };
const at = (extension: string) => ({ ...from, internal: party(extension) });
const dial = { caller: party('48221234567'), internal: party('101'), called: party('600100200') };

function call(...events: CallEvent[]): FoldedCall {
  const result = fold(events, context);
  if (result.kind !== 'call') {
    throw new Error(`no call: ${result.reason}`);
  }
  return result.call;
}

const result = (...events: CallEvent[]) => {
  const { status, reason } = call(...events);
  return [status, reason];
};

describe('the status of an incoming call', () => {
  const started = incoming.started(from);
  const ringing = incoming.ringing(at('101'));
  const answered = incoming.answered(at('101'));
  const ended = (disposition: string, more = {}) => incoming.ended({ ...from, disposition, ...more });

  it('is ringing after START, after INTERNAL and after a menu', () => {
    expect(result(started)).toEqual(['ringing', null]);
    expect(result(ringing)).toEqual(['ringing', null]);
    expect(result(started, ringing)).toEqual(['ringing', null]);
    expect(result(incoming.menu({ ...from, digits: '2' }))).toEqual(['ringing', null]);
  });

  it('is talking after an ANSWER by an extension', () => {
    expect(result(started, ringing, answered)).toEqual(['talking', null]);
  });

  it('stays ringing after an ANSWER that names no extension', () => {
    expect(result(started, incoming.answered(from))).toEqual(['ringing', null]);
  });

  it('is answered when an extension answered or took part last', () => {
    expect(result(answered, ended('answered'))).toEqual(['answered', null]);
    expect(result(ended('answered', { lastInternal: '101' }))).toEqual(['answered', null]);
  });

  it('is missed when a menu or a voicemail answered', () => {
    expect(result(started, ringing, ended('answered', { durationSeconds: 20 }))).toEqual([
      'missed',
      'voicemail_or_ivr',
    ]);
  });

  it.each([
    ['cancel', 'missed', 'caller_hung_up'],
    ['no answer', 'missed', 'no_answer'],
    ['busy', 'missed', 'busy'],
    ['no limit', 'missed', 'limit_reached'],
    ['no day limit', 'missed', 'limit_reached'],
    ['line limit', 'missed', 'limit_reached'],
    ['no money, no limit', 'missed', 'limit_reached'],
    ['no money', 'missed', 'no_money'],
    ['failed', 'failed', 'call_failed'],
    ['call failed', 'failed', 'call_failed'],
    ['unallocated number', 'failed', 'unallocated_number'],
    ['a word from the future', 'ended_unknown', 'unknown_disposition'],
  ])('after END "%s" is %s because of %s', (disposition, status, reason) => {
    expect(result(started, ringing, ended(disposition))).toEqual([status, reason]);
    expect(call(ended(disposition)).disposition).toBe(disposition);
  });

  it('is ended_unknown by the closer until the report says more', () => {
    const expired = incoming.expired();
    expect(result(started, expired)).toEqual(['ended_unknown', 'never_ended']);
    const row = incoming.reported({ ...at('101'), disposition: 'answered', seconds: 75 });
    expect(call(started, expired, row)).toMatchObject({
      status: 'answered',
      reason: null,
      extension: '101',
      durationSeconds: 75,
    });
  });

  it('follows the notification where the report contradicts it', () => {
    const row = incoming.reported({ ...at('101'), disposition: 'answered', seconds: 75 });
    expect(call(ended('no answer'), row)).toMatchObject({ status: 'missed', durationSeconds: 0 });
  });
});

describe('the status of an outgoing call', () => {
  const started = outgoing.started(dial);
  const ended = (disposition: string) => outgoing.ended({ ...dial, disposition });

  it('is ringing after OUT_START and talking after the other side answered', () => {
    expect(result(started)).toEqual(['ringing', null]);
    expect(result(started, outgoing.answered(dial))).toEqual(['talking', null]);
  });

  it('is answered for the extension too where only the end says so', () => {
    const end = outgoing.ended({ ...dial, disposition: 'answered', durationSeconds: 30 });
    expect(call(outgoing.started(dial), end).legs).toMatchObject([{ extension: '101', result: 'answered' }]);
    const busy = outgoing.ended({ ...dial, disposition: 'busy' });
    expect(call(outgoing.started(dial), busy).legs).toMatchObject([{ result: 'not_answered' }]);
  });

  it('stays ringing when only the phone of the agent was picked up', () => {
    const agent = { ...dial, internal: party('600100200'), called: party('101') };
    expect(result(outgoing.started(agent), outgoing.answered(agent))).toEqual(['ringing', null]);
  });

  it.each([
    ['answered', 'answered', null],
    ['no answer', 'unanswered', null],
    ['busy', 'busy', null],
    ['cancel', 'cancelled', null],
    ['failed', 'failed', 'call_failed'],
    ['call failed', 'failed', 'call_failed'],
    ['unallocated number', 'failed', 'unallocated_number'],
    ['no money', 'failed', 'no_money'],
    ['line limit', 'failed', 'limit_reached'],
    ['', 'ended_unknown', 'unknown_disposition'],
  ])('after OUT_END "%s" is %s because of %s', (disposition, status, reason) => {
    expect(result(started, ended(disposition))).toEqual([status, reason]);
  });

  it('is ended_unknown by the closer', () => {
    expect(result(started, outgoing.expired())).toEqual(['ended_unknown', 'never_ended']);
  });
});

describe('several ends of one call', () => {
  const end = (given: object) => outgoing.ended({ ...dial, ...given });

  it('prefers the one that reached the number outside over the answered leg of the agent', () => {
    const agent = end({
      internal: party('600100200'),
      called: party('101'),
      disposition: 'answered',
      durationSeconds: 90,
    });
    expect(call(agent, end({ disposition: 'no answer' }))).toMatchObject({
      status: 'unanswered',
      durationSeconds: 0,
      extension: '101',
      externalNumber: '+48600100200',
    });
  });

  it('prefers the answered one, then the longest', () => {
    const short = end({ disposition: 'answered', durationSeconds: 10 });
    const long = end({ disposition: 'answered', durationSeconds: 12 });
    const busy = end({ disposition: 'busy', durationSeconds: 99 });
    expect(call(busy, short, long)).toMatchObject({ disposition: 'answered', durationSeconds: 12 });
  });

  it('prefers the smallest hash where all else is equal', () => {
    const busy = { ...end({ disposition: 'busy' }), hash: 'a' };
    const cancel = { ...end({ disposition: 'cancel' }), hash: 'b' };
    expect(call(cancel, busy).disposition).toBe('busy');
    expect(call({ ...cancel, hash: 'a' }, { ...busy, hash: 'b' }).disposition).toBe('cancel');
  });
});

describe('the extension of a call', () => {
  it('is the last participant, else who answered, else who was named', () => {
    const ringing = incoming.ringing(at('100'));
    const answered = incoming.answered(at('102'));
    expect(call(ringing).extension).toBe('100');
    expect(call(ringing, answered).extension).toBe('102');
    const end = incoming.ended({ ...at('100'), disposition: 'answered', lastInternal: '103' });
    expect(call(ringing, answered, end).extension).toBe('103');
    expect(call(incoming.ended({ ...at('100'), disposition: 'cancel' })).extension).toBe('100');
  });

  it('is nobody’s while a group rings', () => {
    const rung = call(incoming.ringing(at('100')), incoming.ringing(at('101')));
    expect(rung.extension).toBeNull();
    expect(rung.legs.map(({ extension, result }) => [extension, result])).toEqual([
      ['100', 'ringing'],
      ['101', 'ringing'],
    ]);
  });

  it('is the colleague after a transfer, without looking at arrival', () => {
    const first = incoming.answered(at('100'), 60);
    const second = incoming.answered({ ...at('101'), transferFrom: '100' }, 5);
    expect(call(first, second)).toMatchObject({ status: 'talking', extension: '101' });
    expect(call(first, second).legs).toMatchObject([
      { extension: '101', result: 'talking', transferFrom: '100' },
      { extension: '100', result: 'answered', transferFrom: null },
    ]);
  });

  it('is told by length on outgoing calls, whichever field it stands in', () => {
    const swapped = { ...dial, internal: party('600100200'), called: party('40555') };
    expect(call(outgoing.started(swapped))).toMatchObject({
      extension: '40555',
      externalNumber: '+48600100200',
      lineNumber: '+48221234567',
    });
  });

  it('belongs to the employee who had it when the call began', () => {
    const tuesday = new Date('2026-03-03T00:00:00Z');
    const assignments = [
      { extension: '101', employeeId: 'anna', validFrom: null, validTo: tuesday },
      { extension: '101', employeeId: 'jan', validFrom: tuesday, validTo: null },
    ];
    const folded = fold([incoming.ringing(at('101'))], { ...context, assignments });
    expect(folded).toMatchObject({ call: { employeeId: 'jan', legs: [{ employeeId: 'jan' }] } });
    const earlier = eventFactory('in_1', new Date('2026-03-02T12:00:00Z')).ringing(at('101'));
    expect(fold([earlier], { ...context, assignments })).toMatchObject({ call: { employeeId: 'anna' } });
  });
});

describe('the customer’s number', () => {
  it('is one that can be read, else what the end said, else the start, and the report last', () => {
    const by = (raw: string) => ({ ...from, caller: party(raw) });
    const row = incoming.reported(by('+48600000009'));
    const start = incoming.started(by('+48600000001'));
    const end = incoming.ended({ ...by('+48600000002'), disposition: 'cancel' });
    expect(call(row, start, end).externalNumber).toBe('+48600000002');
    expect(call(row, start).externalNumber).toBe('+48600000001');
    expect(call(row).externalNumber).toBe('+48600000009');
    const hiddenEnd = incoming.ended({ ...by('anonymous'), disposition: 'cancel' });
    expect(call(row, hiddenEnd)).toMatchObject({
      externalNumber: '+48600000009',
      externalNumberRaw: '+48600000009',
    });
  });

  it('is not told by the report for our own line on outgoing calls', () => {
    const agentRow = outgoing.reported({ ...dial, caller: party('+48600100200') });
    expect(call(outgoing.started({ ...dial, caller: party('0') }), agentRow).lineNumber).toBeNull();
  });
});

describe('what is no call, or none yet', () => {
  it('is a call between extensions and the helper leg of a callback', () => {
    const internal = { ...dial, called: party('102') };
    const none = { kind: 'no_call', reason: 'nobody_outside' };
    expect(fold([outgoing.started(internal), outgoing.ended(internal)], context)).toEqual(none);
    const helper = { caller: party('0'), internal: party('101'), called: party('101') };
    expect(fold([outgoing.started(helper)], context)).toEqual(none);
  });

  it('is an own phone that was picked up, though the answer names the customer as dialled', () => {
    const swapped = outgoing.started({ ...dial, internal: dial.called, called: dial.internal });
    const told = call(swapped, outgoing.answered(dial));
    expect(told).toMatchObject({ customerDialled: false, status: 'ringing' });
    expect(told.legs).toMatchObject([{ extension: '101', answeredAt: null, result: 'ringing' }]);
    expect(told.timeline.map(({ kind }) => kind)).toEqual(['started']);
    const both = call(swapped, outgoing.answered(dial), outgoing.started(dial));
    expect(both).toMatchObject({ customerDialled: true, status: 'talking' });
    const alone = call(outgoing.answered(dial));
    expect(alone).toMatchObject({ customerDialled: true, status: 'talking', extension: '101' });
  });

  it('is a recording or a closing of which nothing else is known', () => {
    const none = { kind: 'no_call', reason: 'not_started' };
    expect(fold([], context)).toEqual(none);
    expect(fold([incoming.recorded('1772705700.123456'), incoming.expired()], context)).toEqual(none);
  });

  it('is not a hidden caller, whatever the PBX writes for one', () => {
    const hidden = call(incoming.started({ ...from, caller: party('anonymous') }));
    expect(hidden).toMatchObject({ externalNumber: null, externalNumberRaw: 'anonymous' });
    expect(call(incoming.started({ ...from, caller: null })).externalNumberRaw).toBeNull();
    expect(call(incoming.started({ ...from, caller: party('0') })).status).toBe('ringing');
  });

  it('is not a call of an extension without CallerID to a customer', () => {
    expect(call(outgoing.started({ ...dial, caller: party('0') }))).toMatchObject({
      externalNumber: '+48600100200',
      lineNumber: null,
    });
  });
});

describe('the recordings of a call', () => {
  const recording = '1772705700.123456';

  it('are known before the end and stay when the end says there are none', () => {
    const end = incoming.ended({ ...from, disposition: 'answered', durationSeconds: 5, lastInternal: '101' });
    expect(call(incoming.started(from), incoming.recorded(recording)).hasRecording).toBe(true);
    expect(call(incoming.recorded(recording), end)).toMatchObject({
      hasRecording: true,
      recordingIds: [recording],
    });
  });

  it('are told by the end alone, but not of a call nobody talked on', () => {
    const end = { ...from, disposition: 'answered', recorded: true, recordingId: recording };
    expect(call(incoming.ended({ ...end, durationSeconds: 5 })).hasRecording).toBe(true);
    expect(call(incoming.ended({ ...end, durationSeconds: 5, recordingId: null })).hasRecording).toBe(true);
    expect(call(incoming.ended({ ...end, durationSeconds: 0 })).hasRecording).toBe(false);
  });

  it('stand in the order of their parts', () => {
    const parts = ['1772705710.9', '1772705710.10', '1772705700.99'];
    const events = parts.map((id) => incoming.recorded(id));
    expect(call(incoming.started(from), ...events).recordingIds).toEqual([
      '1772705700.99',
      '1772705710.9',
      '1772705710.10',
    ]);
  });
});

describe('the timeline of a call', () => {
  it('begins with the start and tells each step at its first arrival', () => {
    const ring = incoming.ringing(at('100'), 2);
    const { timeline, endedAt } = call(
      incoming.ended({ ...from, disposition: 'answered', lastInternal: '101' }, 90),
      incoming.answered({ ...at('101'), transferFrom: '100' }, 31),
      incoming.ringing({ ...at('101'), transferFrom: '100' }, 30),
      incoming.answered(at('100'), 5),
      { ...ring, receivedAt: new Date(ring.receivedAt.getTime() + 9_000) },
      ring,
      incoming.recorded('1772705700.123456', 95),
    );
    const steps = timeline.map(({ at: moment, kind, extension, detail }) => [
      Math.round((moment.getTime() - startedAt.getTime()) / 1000),
      kind,
      extension,
      detail,
    ]);
    expect(steps).toEqual([
      [0, 'started', null, null],
      [2, 'ringing', '100', null],
      [5, 'answered', '100', null],
      [30, 'transferred', '101', '100'],
      [30, 'ringing', '101', null],
      [31, 'answered', '101', null],
      [90, 'ended', null, 'answered'],
      [95, 'recorded', null, null],
    ]);
    expect(endedAt).toEqual(new Date('2026-03-05T09:16:30.350Z'));
  });

  it('keeps the answer we gave to the PBX', () => {
    const routing = {
      answer: { redirect: '101', return_timeout: 20, caller_name: 'Jan Kowalski, ACME' },
      reason: 'manager' as const,
      contactName: 'Jan Kowalski',
      employeeName: 'Anna',
      extension: '101',
    };
    expect(call(incoming.started({ ...from, routing }), incoming.ringing(at('101'))).routing).toEqual(
      routing,
    );
  });
});
