import fc from 'fast-check';
import { requestSecret, requestVectors } from './request-vectors.fixture';
import { encodeParameters, signRequest } from './sign-request';

/** The table of facts sheet 1.2, byte by byte, written independently of the encoder. */
function expectedEncoding(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (/[A-Za-z0-9_.-]/.test(character)) {
        return character;
      }
      return byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

const text = fc.string({ unit: 'grapheme', maxLength: 30 });

describe('encodeParameters', () => {
  it.each(requestVectors)('writes the parameter string of vector $id', ({ params, params_string }) => {
    expect(encodeParameters(params)).toBe(params_string);
  });

  it('encodes any text by the rules, whatever it holds', () => {
    fc.assert(
      fc.property(text, text, (name, value) => {
        expect(encodeParameters({ [name]: value })).toBe(
          `${expectedEncoding(name)}=${expectedEncoding(value)}`,
        );
      }),
    );
  });

  it('sorts names by their bytes and does not depend on the order they are given in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(text, { maxLength: 8 }), (names) => {
        const encoded = encodeParameters(Object.fromEntries(names.map((name) => [name, 'x'])));
        const backwards = encodeParameters(Object.fromEntries([...names].reverse().map((n) => [n, 'x'])));
        const sorted = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(encoded).toBe(sorted.map((name) => `${expectedEncoding(name)}=x`).join('&'));
        expect(backwards).toBe(encoded);
      }),
    );
  });

  it('loses nothing: a form decoder gives the same pairs back', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text, { maxKeys: 6 }), (parameters) => {
        const decoded = [...new URLSearchParams(encodeParameters(parameters))];
        expect(decoded.sort()).toEqual(Object.entries(parameters).sort());
      }),
    );
  });

  it('drops null and undefined, keeps empty texts and writes flags as digits', () => {
    expect(encodeParameters({ a: null, b: undefined, c: '', d: true, e: false, f: 7 })).toBe(
      'c=&d=1&e=0&f=7',
    );
  });

  it('writes lists and maps with PHP brackets', () => {
    expect(encodeParameters({ n: ['a', null, 'b c'], m: { x: 1 } })).toBe(
      'm%5Bx%5D=1&n%5B0%5D=a&n%5B2%5D=b+c',
    );
  });
});

describe('signRequest', () => {
  it.each(requestVectors)('signs vector $id as the official client does', ({ path, params, signature }) => {
    expect(signRequest(path, encodeParameters(params), requestSecret)).toBe(signature);
  });

  it('signs the independent cross-check without a format parameter', () => {
    const encoded = encodeParameters({ from: '101', sip: '101', to: '972501234567' });
    expect(signRequest('/v1/request/callback/', encoded, 'secret123')).toBe(
      'ODU2MWVjZDk5MDE1ZDU0ZGZiYjE4Njc0NjNjY2UyODU1ZDRmNWVjMw==',
    );
  });

  it('is always 56 characters of base64 over hexadecimal text', () => {
    fc.assert(
      fc.property(text, text, (encoded, secret) => {
        const signature = signRequest('/v1/tariff/', encoded, secret || 's');
        expect(signature).toHaveLength(56);
        expect(Buffer.from(signature, 'base64').toString()).toMatch(/^[0-9a-f]{40}$/);
      }),
    );
  });
});
