import type { LookupAddress } from 'node:dns';
import { assertAllowedUrl, isPublicAddress, publicLookup } from './allowed-address';
import { AddressNotAllowedError } from './zadarma.errors';

describe('isPublicAddress', () => {
  it.each(['185.45.152.42', '8.8.8.8', '2a00:1450:4001:80b::200e'])('is true for %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.3.4',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    'nonsense',
  ])('is false for %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('assertAllowedUrl', () => {
  it.each(['https://api.zadarma.com/v1/', 'https://185.45.152.42/'])('lets %s pass', (url) => {
    expect(() => assertAllowedUrl(new URL(url), undefined)).not.toThrow();
  });

  it.each([
    'http://api.zadarma.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://[::1]/',
    'https://[fd00::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://localhost:8443/',
    'https://localhost./',
    'https://pbx.LOCALHOST/',
    'ftp://api.zadarma.com/',
  ])('refuses %s', (url) => {
    expect(() => assertAllowedUrl(new URL(url), undefined)).toThrow(AddressNotAllowedError);
  });

  it('exempts exactly the configured origin', () => {
    const exempt = 'http://127.0.0.1:4010';
    expect(() => assertAllowedUrl(new URL('http://127.0.0.1:4010/v1/'), exempt)).not.toThrow();
    for (const other of ['http://127.0.0.1:4011/', 'https://127.0.0.1:4010/', 'http://localhost:4010/']) {
      expect(() => assertAllowedUrl(new URL(other), exempt)).toThrow();
    }
  });
});

describe('publicLookup', () => {
  const resolving = (...addresses: string[]) =>
    publicLookup((_hostname, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );

  const look = (lookup: ReturnType<typeof publicLookup>, all: boolean) =>
    new Promise((resolve) => {
      lookup('api.example.com', { all }, (error, address: string | LookupAddress[], family) =>
        resolve(error ?? (all ? address : [address, family])),
      );
    });

  it('gives public addresses in the form that was asked for', async () => {
    const lookup = resolving('185.45.152.42', '2a00:1450:4001:80b::200e');
    expect(await look(lookup, false)).toEqual(['185.45.152.42', 4]);
    expect(await look(lookup, true)).toHaveLength(2);
  });

  it('refuses a name as soon as one of its addresses is private', async () => {
    expect(await look(resolving('185.45.152.42', '10.0.0.1'), true)).toMatchObject({
      code: 'address_not_allowed',
    });
    expect(await look(resolving('::ffff:127.0.0.1'), false)).toMatchObject({ code: 'address_not_allowed' });
  });

  it('passes on that a name does not exist', async () => {
    expect(await look(resolving(), true)).toMatchObject({ code: 'ENOTFOUND' });
  });
});
