import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json';
import { normalizePhone } from './normalize-phone';

describe('normalizePhone', () => {
  it.each([
    ['+48600100200', 'PL', '+48600100200'],
    ['48600100200', 'PL', '+48600100200'],
    ['0048600100200', 'PL', '+48600100200'],
    ['00 48 600 100 200', 'PL', '+48600100200'],
    ['600100200', 'PL', '+48600100200'],
    ['0600100200', 'PL', '+48600100200'],
    ['600 100 200', 'PL', '+48600100200'],
    ['600-100-200', 'PL', '+48600100200'],
    ['600\u2011100\u2011200', 'PL', '+48600100200'],
    ['(22) 123 45 67', 'PL', '+48221234567'],
    ['022 123 45 67', 'PL', '+48221234567'],
    ['+48 (0) 22 123 45 67', 'PL', '+48221234567'],
    ['\u00a0+48.600.100.200 ', 'PL', '+48600100200'],
    ['421234567', 'PL', '+48421234567'],
    ['37120000011', 'PL', '+37120000011'],
    ['380501234567', 'PL', '+380501234567'],
    ['442079460012', 'PL', '+442079460012'],
    ['4915112345678', 'PL', '+4915112345678'],
    ['0501234567', 'UA', '+380501234567'],
    ['501234567', 'UA', '+380501234567'],
    ['02079460012', 'GB', '+442079460012'],
    ['2079460012', 'GB', '+442079460012'],
    ['06 6982 1234', 'IT', '+390669821234'],
    ['48600100200', 'IT', '+48600100200'],
    ['011 48 600 100 200', 'US', '+48600100200'],
    ['(212) 555-0123', 'US', '+12125550123'],
    ['+48600100200', 'XX', '+48600100200'],
    ['48600100200', 'XX', '+48600100200'],
  ])('reads %j in %s as %s', (raw, country, expected) => {
    expect(normalizePhone(raw, country)).toBe(expected);
  });

  it.each([
    ['+48111111111', 'PL', '+48111111111'],
    ['48111111111', 'PL', '+48111111111'],
    ['111111111', 'PL', '+48111111111'],
    ['0111111111', 'PL', '+48111111111'],
  ])('keeps %j, which has the right length but no assigned range', (raw, country, expected) => {
    expect(normalizePhone(raw, country)).toBe(expected);
  });

  it.each([
    'anonymous',
    'Anonymous',
    'unknown',
    '',
    '   ',
    '0',
    '00',
    '+',
    '+0',
    '1',
    '10',
    '100',
    '101',
    '1234',
    '99999',
    '112',
    '+48',
    '00000000000',
    '12345678901234567890',
    '+4860010020012345678',
    'sip:101@pbx.zadarma.com',
    'call me',
    '600100200x',
    '٦٠٠١٠٠٢٠٠',
  ])('finds no subscriber in %j', (raw) => {
    expect(normalizePhone(raw, 'PL')).toBeNull();
  });

  it('keeps numbers of different countries apart that share their last nine digits', () => {
    const polish = normalizePhone('+48501234567', 'PL');
    const ukrainian = normalizePhone('+380501234567', 'PL');
    expect(polish).toBe('+48501234567');
    expect(ukrainian).toBe('+380501234567');
  });
});

describe('normalizePhone, for any subscriber', () => {
  const polish = fc
    .tuple(
      fc.constantFrom(
        '50',
        '51',
        '53',
        '57',
        '60',
        '66',
        '69',
        '72',
        '78',
        '79',
        '88',
        '22',
        '12',
        '42',
        '58',
      ),
      fc.integer({ min: 0, max: 9_999_999 }),
    )
    .map(([prefix, rest]) => prefix + String(rest).padStart(7, '0'));
  const separator = fc.constantFrom('', ' ', '-', '.', '\u00a0');
  const anyMobile = fc
    .constantFrom(...getCountries())
    .map((country) => getExampleNumber(country, examples)?.number)
    .filter((number) => number !== undefined);

  it('reads every Polish spelling as the same number', () => {
    const prefix = fc.constantFrom('', '0', '48', '+48', '0048', '+48 ', '(+48) ', '+48 (0) ');
    fc.assert(
      fc.property(
        polish,
        prefix,
        fc.array(separator, { minLength: 8, maxLength: 8 }),
        (digits, start, gaps) => {
          const written = start + [...digits].map((digit, place) => digit + (gaps[place] ?? '')).join('');
          expect(normalizePhone(written, 'PL')).toBe(`+48${digits}`);
        },
      ),
    );
  });

  it('changes nothing the second time, whatever the country', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\+?[0-9 ()-]{4,18}$/), anyMobile),
        fc.constantFrom(...getCountries()),
        fc.constantFrom(...getCountries()),
        (raw, country, other) => {
          const once = normalizePhone(raw, country);
          fc.pre(once !== null);
          expect(once).toMatch(/^\+[1-9]\d{5,14}$/);
          expect(normalizePhone(once ?? '', other)).toBe(once);
        },
      ),
    );
  });

  it('reads a number that names its country the same in every country', () => {
    fc.assert(
      fc.property(anyMobile, fc.constantFrom(...getCountries()), (number, country) => {
        expect(normalizePhone(number, country)).toBe(number);
        expect(normalizePhone(number.replace('+', '00'), country)).toBe(number);
      }),
    );
  });

  it('never takes an extension for a subscriber', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999 }),
        fc.constantFrom(...getCountries()),
        (number, country) => {
          expect(normalizePhone(String(number), country)).toBeNull();
        },
      ),
    );
  });
});
