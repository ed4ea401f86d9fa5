import type { Deadline } from '../deadline';

/** A webhook request as it arrived. */
export interface Delivery {
  /** The `Signature` header. */
  readonly signature: string | undefined;
  readonly contentType: string | undefined;
  readonly rawBody: Buffer;
  readonly receivedAt: Date;
  /** By when the PBX wants its answer. */
  readonly deadline: Deadline;
}

/** What to answer the PBX, and the inbox row that is to be processed, if there is a new one. */
export interface IntakeResult {
  readonly status: number;
  readonly body: string;
  readonly contentType: 'application/json' | 'application/problem+json' | 'text/plain';
  readonly inboundEventId: string | null;
  /** What the delivery says it is, for the log; absent if nothing could be read. */
  readonly named?: DeliveryName;
  /** Ids an unverifiable event names as recognised; nothing but a reason to look for ourselves. */
  readonly recognised?: RecognisedIds;
}

/** Event and call as a delivery names them, whether it is believed or not. */
export interface DeliveryName {
  readonly event?: string;
  readonly pbxCallId?: string;
}

/** What SPEECH_RECOGNITION says it is about; either may be missing. */
export interface RecognisedIds {
  readonly pbxCallId: string | null;
  readonly callId: string | null;
}

/** The answer that leaves the PBX's own scenario in place. */
export const nothingToSay: IntakeResult = accepted({}, null);

/** An accepted delivery. */
export function accepted(answer: object, inboundEventId: string | null): IntakeResult {
  return { status: 200, body: JSON.stringify(answer), contentType: 'application/json', inboundEventId };
}

/** An answer to those who are not the PBX, or not yet. */
export function rejected(status: number, code: string, title: string): IntakeResult {
  return {
    status,
    body: JSON.stringify({ type: 'about:blank', status, code, title }),
    contentType: 'application/problem+json',
    inboundEventId: null,
  };
}

/** The token of the `zd_echo` handshake, exactly. */
export function echoed(token: string): IntakeResult {
  return { status: 200, body: token, contentType: 'text/plain', inboundEventId: null };
}
