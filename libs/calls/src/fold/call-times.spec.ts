import fc from 'fast-check';
import { DateTime } from 'luxon';
import { eventFactory } from '../testing';
import { callStart, compareRecordingIds, momentInRecordingId, wallClockToUtc } from './call-times';

const utc = (reading: string, zone: string, hint: string | null = null) =>
  wallClockToUtc(reading, zone, hint === null ? null : new Date(hint))?.toISOString();

describe('wallClockToUtc', () => {
  it('reads the clock of the account, in winter and in summer', () => {
    expect(utc('2026-03-05 10:15:00', 'Europe/Warsaw')).toBe('2026-03-05T09:15:00.000Z');
    expect(utc('2026-07-05 10:15:00', 'Europe/Warsaw')).toBe('2026-07-05T08:15:00.000Z');
    expect(utc('2026-03-05 10:15:00', 'Asia/Kolkata')).toBe('2026-03-05T04:45:00.000Z');
  });

  it('takes the earlier pass of the hour that comes twice, unless the call’s real time says otherwise', () => {
    expect(utc('2026-10-25 02:30:00', 'Europe/Warsaw')).toBe('2026-10-25T00:30:00.000Z');
    expect(utc('2026-10-25 02:30:00', 'Europe/Warsaw', '2026-10-25T00:30:02Z')).toBe(
      '2026-10-25T00:30:00.000Z',
    );
    expect(utc('2026-10-25 02:30:00', 'Europe/Warsaw', '2026-10-25T01:29:59Z')).toBe(
      '2026-10-25T01:30:00.000Z',
    );
  });

  it('counts on through the hour that does not exist', () => {
    expect(utc('2026-03-29 02:30:00', 'Europe/Warsaw')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('finds the moment at which a clock was read, in any zone and close to any change of its clocks', () => {
    const zones = [
      'Europe/Warsaw',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Chatham',
      'Africa/Casablanca',
    ];
    const changes = ['2026-03-08T07:00Z', '2026-03-29T01:00Z', '2026-04-04T15:00Z', '2026-10-25T01:00Z'];
    const anytime = fc.integer({
      min: Date.parse('2016-01-01') / 1000,
      max: Date.parse('2030-01-01') / 1000,
    });
    const closeToChange = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -90_000, max: 90_000 }))
      .map(([change, seconds]) => Date.parse(change) / 1000 + seconds);
    fc.assert(
      fc.property(fc.oneof(anytime, closeToChange), fc.constantFrom(...zones), (seconds, zone) => {
        const moment = new Date(seconds * 1000);
        const reading = DateTime.fromJSDate(moment, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
        expect(wallClockToUtc(reading, zone, moment)).toEqual(moment);
      }),
      { numRuns: 500 },
    );
  });

  it('knows a reading from other text and a zone from other names', () => {
    expect(utc('2026-03-05 10:15:00', 'Europe/Nowhere')).toBeUndefined();
    expect(utc('', 'Europe/Warsaw')).toBeUndefined();
    expect(utc('yesterday', 'Europe/Warsaw')).toBeUndefined();
    expect(utc('2026-02-30 10:00:00', 'Europe/Warsaw')).toBeUndefined();
  });
});

describe('momentInRecordingId', () => {
  it('is the real time of set-up', () => {
    expect(momentInRecordingId('1772705700.123456')).toEqual(new Date('2026-03-05T10:15:00Z'));
    expect(momentInRecordingId('')).toBeNull();
    expect(momentInRecordingId(null)).toBeNull();
    expect(momentInRecordingId('1-1458313316.343456-100-2016-01-11-100155')).toBeNull();
  });
});

describe('compareRecordingIds', () => {
  it('orders by time, then by sequence as a number, and puts other texts last', () => {
    const ids = ['part', '1772705700.10', '1772705700.9', '1772705699.11'];
    expect(ids.sort(compareRecordingIds)).toEqual(['1772705699.11', '1772705700.9', '1772705700.10', 'part']);
  });
});

describe('callStart', () => {
  const make = eventFactory('in_1', new Date('2026-03-05T09:15:00Z'));
  const start = (...events: Parameters<typeof callStart>[0]) =>
    callStart(events, 'Europe/Warsaw')?.toISOString();

  it('trusts notifications over the report and takes the earliest of each', () => {
    const row = make.reported({ wallStart: '2026-03-05 10:14:58' });
    expect(start(row, make.started({}))).toBe('2026-03-05T09:15:00.000Z');
    expect(start(row, make.reported({ wallStart: '2026-03-05 10:14:59' }))).toBe('2026-03-05T09:14:58.000Z');
  });

  it('falls back to the seconds in a recording id, and to nothing else', () => {
    expect(start(make.ended({ wallStart: null, recordingId: '1772705700.123456' }))).toBe(
      '2026-03-05T10:15:00.000Z',
    );
    expect(start(make.started({ wallStart: null }))).toBeUndefined();
    expect(start(make.started({ wallStart: '' }))).toBeUndefined();
  });
});
