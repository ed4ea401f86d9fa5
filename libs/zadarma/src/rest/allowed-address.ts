import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import ipaddr from 'ipaddr.js';
import { AddressNotAllowedError } from './zadarma.errors';

/** Whether the network address belongs to the public internet. Mapped IPv4 is judged as the IPv4 it is. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** A host written as an address; URLs put brackets around IPv6. */
function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : undefined;
}

/** Names that mean this machine whoever resolves them (RFC 6761, 6.3). */
const localNames = /(^|\.)localhost\.?$/;

/**
 * Refuses addresses an outgoing request may not go to: not https, or a network address that is not public.
 *
 * Names are judged when they are resolved, by `publicLookup`, so that a name cannot change its mind in between.
 *
 * @param exemptOrigin the one origin that may be anything (`PBX_URL_ALLOW_PRIVATE`)
 * @throws AddressNotAllowedError
 */
export function assertAllowedUrl(url: URL, exemptOrigin: string | undefined): void {
  if (exemptOrigin !== undefined && url.origin === exemptOrigin) {
    return;
  }
  if (url.protocol !== 'https:') {
    throw new AddressNotAllowedError(url.host, 'not_https');
  }
  const literal = literalAddress(url.hostname);
  if (localNames.test(url.hostname) || (literal !== undefined && !isPublicAddress(literal))) {
    throw new AddressNotAllowedError(url.host, 'not_public');
  }
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

type Resolver = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** A `lookup` for sockets that refuses a name as soon as one of its addresses is not public. */
export function publicLookup(resolve: Resolver = systemLookup) {
  return (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) {
        callback(error ?? Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), []);
      } else if (!addresses.every(({ address }) => isPublicAddress(address))) {
        callback(new AddressNotAllowedError(hostname, 'not_public'), []);
      } else if (options.all) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}
