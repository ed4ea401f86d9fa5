import type { Account } from '../account/account';
import type { Pace } from '../account/clock';
import type { Random } from '../account/identifiers';
import type { RecordingStore } from '../recordings/recording-store';
import type { CallStatistics } from './call-statistics';
import type { Deliveries } from '../webhooks/deliveries';

/**
 * How the two legs of a click-to-call are told. Observers disagree: with one id or with two, and of the two ids the
 * first names nobody outside or, `swapped`, the client as `internal` and the extension as what is dialled.
 */
export const callbackVariants = ['one-id', 'two-ids', 'two-ids-swapped'] as const;
export type CallbackVariant = (typeof callbackVariants)[number];

/** How the simulated people and the PBX behave when a call does not say otherwise. Seconds are simulated time. */
export interface Behaviour {
  /** Click-to-call: the agent picks up after, `null` waits for the widget or the control API. */
  agentAnswersAfter: number | null;
  /** Click-to-call: the client picks up after. */
  clientAnswersAfter: number;
  /** Click-to-call: how the client's side ends. */
  clientOutcome: 'answered' | 'busy' | 'no answer';
  talkSeconds: number;
  recorded: boolean;
  /** Seconds from the end of a call to its NOTIFY_RECORD, when the file can be fetched. */
  recordDelaySeconds: number;
  /** What NOTIFY_ANSWER of an incoming call says in `destination`; observers disagree. */
  answerDestination: 'extension' | 'did';
  /** An extension that talks is busy for a second call. */
  busyWhileTalking: boolean;
  callbackVariant: CallbackVariant;
  /**
   * Click-to-call: what a NOTIFY_ANSWER says in `destination` when the own phone is picked up. The documentation promises
   * one for internal answers too, those who observed callbacks mention none.
   */
  ownPhoneAnswer: 'untold' | 'extension' | 'client';
}

/** What a call in progress needs from the account around it. */
export interface ExchangeDeps {
  account: Account;
  behaviour: Behaviour;
  pace: Pace;
  random: Random;
  deliveries: Deliveries;
  recordings: RecordingStore;
  statistics: CallStatistics;
  isTalking: (extension: string) => boolean;
}
