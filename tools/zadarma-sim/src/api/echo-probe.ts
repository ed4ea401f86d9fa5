import { hex, type Random } from '../account/identifiers';

const probeTimeout = 5_000;

/**
 * Asks an address by GET for `zd_echo`, as the PBX does when the address is saved. Returns what was wrong, `null` when
 * the answer was exactly the token.
 */
export async function probeAddress(url: string, random: Random): Promise<string | null> {
  if (!URL.canParse(url)) return 'Wrong URL';
  const token = hex(random, 32);
  const address = new URL(url);
  if (address.protocol !== 'https:' && address.protocol !== 'http:') return 'Wrong URL';
  address.searchParams.set('zd_echo', token);
  try {
    const response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(probeTimeout) });
    const text = (await response.text()).slice(0, 1_000);
    return response.status === 200 && text === token ? null : 'URL did not return zd_echo';
  } catch {
    return 'URL is not available';
  }
}
