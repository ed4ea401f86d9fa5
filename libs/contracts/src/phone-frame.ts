import * as z from 'zod';
import { webrtcSettings } from './settings';

/** What went wrong in the phone's page, as far as a page can tell. */
export const phoneProblem = z.enum([
  'script_blocked',
  'load_timeout',
  'globals_missing',
  'microphone_denied',
  'microphone_missing',
  'https_missing',
  'domain_not_registered',
  'key_refused',
  'offline',
]);
export type PhoneProblem = z.infer<typeof phoneProblem>;

/** From the application to the phone's page, by `postMessage` to its exact origin. */
export const toPhone = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('phone.start'),
    key: z.string(),
    login: z.string(),
    scriptUrls: z.array(z.string()),
    shape: webrtcSettings.shape.shape,
    position: webrtcSettings.shape.position,
    language: z.enum(['pl', 'en']),
  }),
  z.object({ type: z.literal('phone.checkMicrophone') }),
]);
export type ToPhone = z.infer<typeof toPhone>;

/** From the phone's page to the application that embeds it. */
export const fromPhone = z.discriminatedUnion('type', [
  /** The page is there and waits for `phone.start`. */
  z.object({ type: z.literal('phone.waiting') }),
  z.object({ type: z.literal('phone.loading') }),
  /** The widget is there; `registered` is null where the widget does not say. */
  z.object({ type: z.literal('phone.ready'), registered: z.boolean().nullable() }),
  /** The widget said something about a call; optional, only where its build can be asked. */
  z.object({ type: z.literal('phone.activity'), state: z.enum(['idle', 'ringing', 'talking']) }),
  z.object({
    type: z.literal('phone.microphone'),
    state: z.enum(['granted', 'denied', 'missing', 'unknown']),
  }),
  /** Pixels of height the widget takes now, from the edge it stands at. */
  z.object({ type: z.literal('phone.room'), height: z.number().int().nonnegative() }),
  z.object({ type: z.literal('phone.problem'), code: phoneProblem }),
  /** Sent every few seconds, so that a frozen page shows. */
  z.object({ type: z.literal('phone.heartbeat') }),
]);
export type FromPhone = z.infer<typeof fromPhone>;
