/** What the policy of the phone's page follows from. */
export interface PhonePolicyInput {
  /** Addresses of the widget's scripts, as set. */
  readonly scriptUrls: readonly string[];
  /** Origin of the application, the only one that may embed the page. */
  readonly applicationOrigin: string;
  /** Whether the page itself comes over https. */
  readonly isSecure: boolean;
}

/** Where Zadarma's own widget goes, as far as observers have seen it; SIP runs on a port nobody described. */
const zadarma = {
  scripts: ['https://my.zadarma.com', 'https://api.zadarma.com'],
  connections: ['https://*.zadarma.com', 'wss://*.zadarma.com', 'wss:'],
};

/** A host in a policy must not be able to end a directive and begin another. */
const plainOrigin = /^https?:\/\/[\w.[\]:-]+$/;

/** The origin's other scheme for sockets, which no source of the plain one allows. */
const socketsOf = (origin: string): string => origin.replace(/^http/, 'ws');

/**
 * The content security policy of the phone's page: as loose as the widget needs, for exactly the origins its scripts
 * are set to come from. Zadarma's further hosts are open only to Zadarma's own widget.
 */
export function phonePolicy({ scriptUrls, applicationOrigin, isSecure }: PhonePolicyInput): string {
  const origins = [...new Set(scriptUrls.map((url) => new URL(url).origin))].filter((origin) =>
    plainOrigin.test(origin),
  );
  const isZadarma = origins.some((origin) => /^https:\/\/([\w-]+\.)*zadarma\.com$/.test(origin));
  const scripts = [...new Set([...origins, ...(isZadarma ? zadarma.scripts : [])])];
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...scripts, "'unsafe-inline'", "'unsafe-eval'"],
    'style-src': ["'self'", ...scripts, "'unsafe-inline'"],
    'img-src': ["'self'", ...scripts, 'data:', 'blob:'],
    'media-src': ["'self'", ...scripts, 'data:', 'blob:'],
    'font-src': ["'self'", ...scripts, 'data:'],
    'connect-src': [
      "'self'",
      ...scripts,
      ...origins.map(socketsOf),
      ...(isZadarma ? zadarma.connections : []),
    ],
    'frame-src': scripts.length > 0 ? scripts : ["'none'"],
    'frame-ancestors': [applicationOrigin],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'object-src': ["'none'"],
    ...(isSecure && { 'upgrade-insecure-requests': [] }),
  };
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join(';');
}
