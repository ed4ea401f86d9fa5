import type { LegRecord } from './leg';

export type CallState = 'planned' | 'ringing' | 'talking' | 'ended';
export type CallDirection = 'in' | 'out';

/** A call as the control API shows it. */
export interface CallView {
  id: string;
  scenario: string;
  direction: CallDirection;
  state: CallState;
  /** Number on the other side: the caller of an incoming call, the dialled number of an outgoing one. */
  from: string;
  to: string;
  /** UTC, ISO 8601; `null` before the call begins. */
  startedAt: string | null;
  /** Seconds of conversation. */
  durationSeconds: number;
  disposition: string | null;
  /** The customer's answers that steered the call, with what the PBX made of them. */
  answers: { event: string; body: string | null; effect: string }[];
  legs: LegRecord[];
  /** `call_id_with_rec` of each recorded part. */
  recordings: string[];
  /** Whether all notifications, also the late ones about recordings, are out. */
  finished: boolean;
}
