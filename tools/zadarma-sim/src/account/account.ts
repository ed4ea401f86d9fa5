/** An internal number of the simulated PBX. */
export interface Extension {
  number: string;
  name: string;
  online: boolean;
  /** CallerID on outgoing calls, `null` when none is set (webhooks then say `0`). */
  callerId: string | null;
}

/** One of the account's own phone numbers. */
export interface Line {
  number: string;
  name: string | null;
}

/** Notifications the API can switch, with the names it gives them. */
export const callNotifications = [
  'notify_start',
  'notify_internal',
  'notify_answer',
  'notify_end',
  'notify_out_start',
  'notify_out_end',
] as const;
export type CallNotification = (typeof callNotifications)[number];

/** Switches of the second address, for everything but calls. */
export const otherHooks = [
  'number_lookup',
  'call_tracking',
  'sms',
  'speech_recognition',
  'document',
] as const;
export type OtherHook = (typeof otherHooks)[number];

/** What a customer would see in the cabinet: keys, extensions, addresses, switches. */
export interface Account {
  key: string;
  secret: string;
  pbxId: number;
  timeZone: string;
  balance: number;
  currency: string;
  extensions: Extension[];
  lines: Line[];
  callinfo: { url: string; notifications: Record<CallNotification, boolean>; record: boolean };
  hooks: { url: string; switches: Record<OtherHook, boolean> };
  webrtc: { exists: boolean; domains: string[]; shape: string; position: string };
  /** Seconds of speech recognised, as the tariff counts them. */
  recognisedSeconds: number;
  redirections: Record<string, Redirection>;
}

/** Call forwarding of one extension. */
export interface Redirection {
  type: string;
  destination: string;
  condition: string;
}

/** All switches of a list set to one value. */
export function switches<Name extends string>(names: readonly Name[], value: boolean): Record<Name, boolean> {
  return Object.fromEntries(names.map((name) => [name, value])) as Record<Name, boolean>;
}

/** The extension with this number, if the PBX has it. */
export function findExtension(account: Account, number: string): Extension | undefined {
  return account.extensions.find((extension) => extension.number === number);
}
