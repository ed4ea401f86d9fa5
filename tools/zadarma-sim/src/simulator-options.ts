import {
  switches,
  callNotifications,
  otherHooks,
  type Account,
  type Extension,
  type Line,
} from './account/account';
import { systemClock, type SimulatorClock } from './account/clock';
import type { Random } from './account/identifiers';
import type { RequestLimits } from './api/rate-limits';
import type { Behaviour } from './calls/exchange-deps';

/** Everything is optional; the defaults are the account of the documented test vectors. */
export interface SimulatorOptions {
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  /** Address others reach the simulator under, for links it hands out; its own address unless given. */
  publicUrl?: string;
  key?: string;
  secret?: string;
  pbxId?: number;
  /** IANA zone of the account; all its times are wall clock there, without offset. */
  timeZone?: string;
  balance?: number;
  currency?: string;
  extensions?: (Pick<Extension, 'number'> & Partial<Extension>)[];
  lines?: Line[];
  /** Simulated seconds per real second, 1 to 1000. */
  speed?: number;
  callbackVariant?: Behaviour['callbackVariant'];
  behaviour?: Partial<Behaviour>;
  /** An address for all notifications, already set with everything switched on. */
  webhookUrl?: string;
  /** Domains registered for the WebRTC widget. */
  webrtcDomains?: string[];
  /** Makes the file of a recording nobody remembers from its id; without it there is none. */
  inventRecordings?: boolean;
  /** Per minute, or per window of so many seconds; `null` switches the limits off. */
  rateLimits?: RequestLimits | null;
  /** How long the PBX waits for an answer to a notification, real milliseconds. */
  answerTimeoutMs?: number;
  clock?: SimulatorClock;
  random?: Random;
}

export interface ResolvedOptions {
  port: number;
  host: string;
  publicUrl: string | null;
  speed: number;
  behaviour: Behaviour;
  rateLimits: RequestLimits | null;
  answerTimeoutMs: number;
  clock: SimulatorClock;
  random: Random;
}

const defaultExtensions: NonNullable<SimulatorOptions['extensions']> = [
  { number: '100', name: 'Recepcja' },
  { number: '101', name: 'Anna Kowalska' },
  { number: '102', name: 'Piotr Nowak' },
  { number: '105', name: 'Magazyn', online: false },
];

export const defaultBehaviour: Behaviour = {
  agentAnswersAfter: 3,
  clientAnswersAfter: 5,
  clientOutcome: 'answered',
  talkSeconds: 75,
  recorded: true,
  recordDelaySeconds: 6,
  answerDestination: 'extension',
  busyWhileTalking: false,
  ownPhoneAnswer: 'untold',
  callbackVariant: 'one-id',
};

/** An extension with everything the caller left out. */
export function completeExtension(given: Pick<Extension, 'number'> & Partial<Extension>): Extension {
  const { number, name = `Ext ${number}`, online = true, callerId = null } = given;
  return { number, name, online, callerId };
}

/** The account as it is before anybody changes it. */
export function createAccount(options: SimulatorOptions): Account {
  const url = options.webhookUrl ?? '';
  const told = url !== '';
  const domains = options.webrtcDomains ?? [];
  return {
    key: options.key ?? 'a1b2c3d4e5f60718293a',
    secret: options.secret ?? '0f1e2d3c4b5a69788796',
    pbxId: options.pbxId ?? 123456,
    timeZone: options.timeZone ?? 'Europe/Warsaw',
    balance: options.balance ?? 42.5,
    currency: options.currency ?? 'PLN',
    extensions: (options.extensions ?? defaultExtensions).map(completeExtension),
    lines: options.lines ?? [{ number: '48221234567', name: 'Warszawa' }],
    callinfo: { url, notifications: switches(callNotifications, told), record: true },
    hooks: { url, switches: switches(otherHooks, told) },
    webrtc: { exists: domains.length > 0, domains: [...domains], shape: 'rounded', position: 'bottom_right' },
    recognisedSeconds: 0,
    redirections: {},
  };
}

/** @throws RangeError for a speed the simulator cannot keep. */
export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
  const speed = options.speed ?? 1;
  if (!(speed > 0 && speed <= 1000)) throw new RangeError('speed must be above 0 and at most 1000');
  const variant = options.callbackVariant ?? defaultBehaviour.callbackVariant;
  return {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    publicUrl: options.publicUrl ?? null,
    speed,
    behaviour: { ...defaultBehaviour, callbackVariant: variant, ...options.behaviour },
    rateLimits: options.rateLimits === undefined ? { overall: 100, statistics: 3 } : options.rateLimits,
    answerTimeoutMs: options.answerTimeoutMs ?? 5_000,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}
