import * as z from 'zod';

const times = z.number().int().min(1).optional();

const webhookFault = z.strictObject({
  target: z.literal('webhook'),
  kind: z.enum(['late', 'twice', 'out-of-order', 'missing', 'unsigned', 'wrong-signature']),
  /** Only this event, for example `NOTIFY_END`; every event when absent. */
  event: z.string().optional(),
  callId: z.string().optional(),
  /** Simulated seconds, for `late`. */
  delaySeconds: z.number().min(0).default(5),
  times,
});

const apiFault = z.strictObject({
  target: z.literal('api'),
  kind: z.enum([
    'status',
    'garbage',
    'business-error',
    'timeout',
    'reset',
    'slow',
    'rate-limit',
    'rate-limit-as-200',
    'numeric-call-ids',
    'full-login-refused',
  ]),
  /** Only paths that start so; every path when absent. */
  path: z.string().optional(),
  method: z.string().toUpperCase().optional(),
  /** For `status`. */
  status: z.number().int().min(400).max(599).default(500),
  /** For `business-error`. */
  message: z.string().default('Something went wrong'),
  /** Real milliseconds, for `slow`. */
  delayMs: z.number().min(0).default(3000),
  times,
});

const recordingFault = z.strictObject({
  target: z.literal('recording'),
  kind: z.enum([
    'not-ready',
    'dead-link',
    'not-audio',
    'huge',
    'redirect',
    'truncated',
    'slow',
    'undeletable',
  ]),
  callId: z.string().optional(),
  /** For `redirect`; the real file when absent. */
  location: z.string().optional(),
  /** For `huge`. */
  bytes: z
    .number()
    .int()
    .min(1)
    .default(2 * 1024 ** 3),
  delayMs: z.number().min(0).default(3000),
  times,
});

const speechFault = z.strictObject({
  target: z.literal('speech'),
  kind: z.enum(['not-available', 'no-seconds', 'recognition-fails', 'recognition-hangs']),
  callId: z.string().optional(),
  times,
});

const widgetFault = z.strictObject({
  target: z.literal('widget'),
  kind: z.enum(['blocked', 'never-ready', 'refused-key', 'expired-key']),
  times,
});

/** One thing that goes wrong on demand. `times` limits how often; without it the fault stays until removed. */
export const faultSchema = z.discriminatedUnion('target', [
  webhookFault,
  apiFault,
  recordingFault,
  speechFault,
  widgetFault,
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;
export type FaultTarget = Fault['target'];
export type FaultOf<Target extends FaultTarget> = Extract<Fault, { target: Target }>;
