/** One event as the PBX wants to tell it. All values are texts, as on the wire. */
export interface OutgoingEvent {
  /** `pbx_call_id`, or `null` for events that belong to no call. */
  callId: string | null;
  fields: Record<string, string>;
}

/** One POST to the customer's address and what came back. */
export interface Delivery {
  id: number;
  callId: string | null;
  event: string;
  fields: Record<string, string>;
  url: string;
  /** The `Signature` header sent, `null` when a fault removed it. */
  signature: string | null;
  /** Kinds of the faults that touched this delivery. */
  faults: string[];
  /** UTC, ISO 8601. */
  sentAt: string;
  durationMs: number;
  /** HTTP status of the answer, `null` when none came. */
  status: number | null;
  /** First 2,000 characters of the answer. */
  answer: string | null;
  error: string | null;
}
