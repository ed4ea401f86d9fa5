import ipaddr from 'ipaddr.js';
import type { WebrtcDomain } from '@callboard/contracts';
import type { PhonePlace } from './phone-place';

/** What Zadarma knows of the account's browser phones. */
export interface Integration {
  readonly exists: boolean;
  readonly domains: readonly string[];
}

type Problem = WebrtcDomain['problems'][number];

/** The domain the phone's page is on, as Zadarma must know it. */
export const domainOf = ({ origin }: PhonePlace): string => new URL(origin).hostname;

/** True if browsers give the phone's page no microphone: neither it nor what embeds it may come over plain http. */
export function lacksHttps({ origin, applicationOrigin }: PhonePlace): boolean {
  return ![origin, applicationOrigin].every(isTrustworthy);
}

/** True if Zadarma takes the page for one of the account's: its domain or one above it is registered. */
export function isRegistered(place: PhonePlace, { domains }: Integration): boolean {
  const domain = domainOf(place);
  return domains.map(bareDomain).some((known) => domain === known || domain.endsWith(`.${known}`));
}

/** How things stand, and in plain words what is in the way. */
export function describeDomain(place: PhonePlace, integration: Integration): WebrtcDomain {
  const domain = domainOf(place);
  const registered = isRegistered(place, integration);
  const problems = [
    lacksHttps(place) && httpsMissing,
    isLocal(domain) && domainIsLocal(domain),
    !registered && domainNotRegistered(domain, integration),
  ].filter((problem) => problem !== false);
  return { domain, isRegistered: registered, domains: [...integration.domains], problems };
}

/** The cabinet takes whole addresses too. */
export function bareDomain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/:].*$/, '');
}

function isTrustworthy(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' || isLoopback(hostname);
}

function isLoopback(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(address)
    ? ipaddr.process(address).range() === 'loopback'
    : /(^|\.)localhost$/.test(hostname);
}

function isLocal(domain: string): boolean {
  const address = domain.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(address)
    ? ipaddr.process(address).range() !== 'unicast'
    : !domain.includes('.') || /\.(localhost|local|internal|lan|home\.arpa|test)$/.test(domain);
}

const httpsMissing: Problem = {
  code: 'https_missing',
  message:
    'Browsers give the microphone to pages over https only. Put a certificate before Callboard and set PUBLIC_URL ' +
    '(and PHONE_ORIGIN, if it is set) to the https address.',
};

const domainIsLocal = (domain: string): Problem => ({
  code: 'domain_is_local',
  message:
    `${domain} is an address of this network only. Zadarma may not accept it; a public host name with https is the ` +
    'sure way.',
});

const domainNotRegistered = (domain: string, { exists }: Integration): Problem => ({
  code: 'domain_not_registered',
  message: exists
    ? `Zadarma does not know ${domain}, so its phone refuses to work there. Register the domain.`
    : `The browser phone is not set up in this Zadarma account yet. Register ${domain} to set it up.`,
});
