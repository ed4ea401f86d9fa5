import type { Leg, Pickup, RingReason } from './leg';

/** A step of the PBX's own scenario: these extensions ring together for so many seconds. */
export interface RingStep {
  extensions: string[];
  seconds: number;
}

export interface PlannedTransfer {
  /** Whom the extension that talks hands over to; `first` is the one that answered the call. */
  to: (talking: string, first: string) => string;
  /** Seconds of talking before the transfer. */
  afterSeconds: number;
  type: 'blind' | 'attended';
}

/** Everything that happens in an incoming call, decided before it begins. Seconds are simulated time. */
export interface IncomingPlan {
  scenario: string;
  from: string;
  did: string;
  /** What the PBX does when our answer does not redirect, and after a redirect that nobody took. */
  steps: RingStep[];
  /** How the person at an extension behaves. */
  pickup: (extension: string, because: RingReason) => Pickup;
  /** The caller hangs up when nobody has answered by then. */
  patienceSeconds: number;
  /** How the call ends when all steps are over and nobody answered. */
  unanswered: { disposition: string; statusCode: string };
  /** Talking time, transfers not counted. */
  talkSeconds: number;
  transfers: PlannedTransfer[];
  recorded: boolean;
  /** Whether NOTIFY_END of a missed call names the extension that rang. */
  internalInEnd: boolean;
  /** Seconds on the machine that answers after the last step, `null` without one. */
  voicemailSeconds: number | null;
  /** The call breaks down before anything rings. */
  failsWith: { disposition: string; statusCode: string } | null;
  /** Keys pressed at a menu we asked for with `wait_dtmf`; empty for none. */
  digits: string;
}

/** What NOTIFY_END has to say. */
export interface IncomingEnding {
  disposition: string;
  statusCode: string;
  talkedLast: Leg | null;
}
