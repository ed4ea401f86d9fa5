import * as fc from 'fast-check';
import { canonicalQuery, parseQuery, phpUrlEncode } from './php-query';
import { refusalReason, restSignature } from './rest-signature';

const secret = '0f1e2d3c4b5a69788796';
const key = 'a1b2c3d4e5f60718293a';

const vectors = [
  ['R1', '/v1/info/balance/', {}, '', 'Yzg3ZjUzN2YxODlmYTljMDEwZmYwZWUyZGVkODM4NWJjMjFjZWJiNA=='],
  [
    'R2',
    '/v1/info/balance/',
    { format: 'json' },
    'format=json',
    'NzM5N2EwNzlhNzY4ZjgwMGYzMDZmOTI4MGJmYzcxMTFhMmY5Y2U1ZA==',
  ],
  [
    'R3',
    '/v1/request/callback/',
    { to: '+442079460012', from: '100', sip: '100', format: 'json' },
    'format=json&from=100&sip=100&to=%2B442079460012',
    'MGY3ZmRiN2M0Y2IyMzBiNDNjYTNmMGFhNWQyZTU2NzNkNjZmOGQ5Ng==',
  ],
  [
    'R4',
    '/v1/statistics/pbx/',
    {
      start: '2026-03-01 00:00:00',
      end: '2026-03-30 23:59:59',
      version: '2',
      skip: '0',
      limit: '1000',
      format: 'json',
    },
    'end=2026-03-30+23%3A59%3A59&format=json&limit=1000&skip=0&start=2026-03-01+00%3A00%3A00&version=2',
    'MWE5NGRkMGJlZjg0ZGNkN2QxN2FmYmViNzYzZDJhNGM0YmQwNTE0Yg==',
  ],
  [
    'R5',
    '/v1/sms/send/',
    {
      number: '37120000011,37120000012',
      message: "Sveiki, Jāni! 50% *off* & more ~ A=B\n(it's ok)",
      sender: 'Teamsale',
      format: 'json',
    },
    'format=json&message=Sveiki%2C+J%C4%81ni%21+50%25+%2Aoff%2A+%26+more+%7E+A%3DB%0A%28it%27s+ok%29&number=37120000011%2C37120000012&sender=Teamsale',
    'ZTY4MmJhZDg2NDU2Y2IxMDI5YjY5NzI1ZDgxYzJhZWVkMTBlZWEyMA==',
  ],
] as const;

const toQuery = (fields: Record<string, string>): string =>
  canonicalQuery(
    Object.entries(fields).map(([name, value]) => ({ name: Buffer.from(name), value: Buffer.from(value) })),
  );

// Any text of whole code points: fast-check's own unit 'binary' takes a second to prepare.
const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code));

describe('REST signature', () => {
  it.each(vectors)('vector %s', (_id, path, fields, query, signature) => {
    expect(toQuery(fields)).toBe(query);
    expect(restSignature(secret, path, query)).toBe(signature);
    expect(
      refusalReason({ path, raw: query, authorization: `${key}:${signature}` }, { key, secret }),
    ).toBeNull();
  });

  it('agrees with the value found in a public test', () => {
    expect(restSignature('secret123', '/v1/request/callback/', 'from=101&sip=101&to=972501234567')).toBe(
      'ODU2MWVjZDk5MDE1ZDU0ZGZiYjE4Njc0NjNjY2UyODU1ZDRmNWVjMw==',
    );
  });

  it('reads back whatever it has written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: anyCharacter })), (fields) => {
        const query = toQuery(fields);
        expect(canonicalQuery(parseQuery(query))).toBe(query);
      }),
    );
  });

  it('encodes everything but letters, digits, dash, underscore and dot', () => {
    expect(phpUrlEncode("aZ9-_. ~*!'()+/@")).toBe('aZ9-_.+%7E%2A%21%27%28%29%2B%2F%40');
  });

  it.each([
    ['a space as %20', 'end=2026-03-30%2023%3A59%3A59'],
    ['an unencoded star', 'message=*'],
    ['parameters out of order', 'to=1&from=2'],
  ])('refuses %s even when that very string was signed', (_what, raw) => {
    const authorization = `${key}:${restSignature(secret, '/v1/x/', raw)}`;
    expect(refusalReason({ path: '/v1/x/', raw, authorization }, { key, secret })).toMatch(
      /not written as PHP/,
    );
  });

  it('refuses another path, another key, another secret and the base64 of the raw digest', () => {
    const good = restSignature(secret, '/v1/x/', '');
    const check = (authorization: string | undefined, path = '/v1/x/') =>
      refusalReason({ path, raw: '', authorization }, { key, secret });
    expect(check(`${key}:${good}`)).toBeNull();
    expect(check(`${key}:${good}`, '/v1/x')).toBe('wrong signature');
    expect(check(`other:${good}`)).toBe('unknown key');
    expect(check(undefined)).toBe('no Authorization header');
    expect(check(`${key}:${restSignature('other', '/v1/x/', '')}`)).toBe('wrong signature');
    const raw = Buffer.from(Buffer.from(good, 'base64').toString('latin1'), 'hex').toString('base64');
    expect(check(`${key}:${raw}`)).toMatch(/56 characters/);
  });
});
