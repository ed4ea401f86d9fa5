import type { CallEvent, CallEventKind, LegReported } from '../fold/call-event';
import type { FoldedCall } from '../fold/fold';
import type { EventFactory } from './event-factory';

/** What varies between calls of one scenario. */
export interface Script {
  readonly startedAt: Date;
  /** The customer's number in one of the PBX's spellings. */
  readonly number: string;
  readonly line: string;
  /** At least three. */
  readonly extensions: readonly string[];
  readonly talkSeconds: number;
  readonly recorded: boolean;
  readonly sequence: number;
  /** Whether the end of an unanswered call names the extension that rang. */
  readonly endNamesExtension: boolean;
  /** Whether the PBX writes our line (true) or the extension as the called side of an answer. */
  readonly agentOnOutside: boolean;
}

type Outcome = Pick<
  FoldedCall,
  'status' | 'reason' | 'disposition' | 'extension' | 'durationSeconds' | 'externalNumber' | 'hasRecording'
>;

export interface Played {
  readonly events: readonly CallEvent[];
  readonly rows: readonly LegReported[];
  readonly outcome: Outcome | null;
  readonly extensionOnlyIn?: CallEventKind | null;
}

export type Scenario = (make: EventFactory, script: Script) => Played;

/** The id of a recorded part that began `after` seconds after the call. */
export function recordingIdOf({ startedAt, sequence }: Script, after = 0): string {
  return `${startedAt.getTime() / 1000 + after}.${sequence}`;
}

/** What every spelling of the customer's number means. */
export function meaningOf(number: string): string {
  return `+48${number.slice(-9)}`;
}
