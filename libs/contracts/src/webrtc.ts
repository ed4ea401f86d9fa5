import * as z from 'zod';
import { webrtcSettings } from './settings';

/** Something that may keep the browser phone from working although it was given a key. */
export const webrtcWarning = z.enum(['https_missing', 'domain_not_registered', 'domain_unchecked']);
export type WebrtcWarning = z.infer<typeof webrtcWarning>;

/** Why there is no browser phone. */
export const webrtcRefusal = z.enum([
  'webrtc_off',
  'no_extension',
  'pbx_not_fetched',
  'pbx_not_configured',
  'key_refused',
  'rate_limited',
  'pbx_unreachable',
]);
export type WebrtcRefusal = z.infer<typeof webrtcRefusal>;

/** With `renew` the key of the last session was refused; at most once a minute there is another one. */
export const webrtcSessionQuery = z.object({
  renew: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
});
export type WebrtcSessionQuery = z.infer<typeof webrtcSessionQuery>;

/** What the viewer's own browser phone needs; the key lets its holder call on the account. */
export const webrtcSession = z
  .discriminatedUnion('enabled', [
    z.object({
      enabled: z.literal(true),
      key: z.string(),
      /** `<pbxId>-<extension>`. */
      login: z.string(),
      extension: z.string(),
      /** When to ask for a new session: well before Zadarma's 72 h end. */
      renewAt: z.iso.datetime(),
      scriptUrls: z.array(z.string()),
      shape: webrtcSettings.shape.shape,
      position: webrtcSettings.shape.position,
      /** Origin of the page the phone runs in: `PHONE_ORIGIN`, else our own. */
      phoneOrigin: z.string(),
      warnings: z.array(z.object({ code: webrtcWarning })),
    }),
    z.object({
      enabled: z.literal(false),
      reason: z.object({ code: webrtcRefusal, message: z.string() }),
    }),
  ])
  .meta({ id: 'WebrtcSession' });
export type WebrtcSession = z.infer<typeof webrtcSession>;

/** State of our domain's registration for the browser phone at Zadarma. */
export const webrtcDomain = z
  .object({
    /** Host name of the page the phone runs in. */
    domain: z.string(),
    isRegistered: z.boolean(),
    /** All domains Zadarma knows for the account. */
    domains: z.array(z.string()),
    /** What stands in the way: `https_missing`, `domain_is_local`, `domain_not_registered`. */
    problems: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .meta({ id: 'WebrtcDomain' });
export type WebrtcDomain = z.infer<typeof webrtcDomain>;
