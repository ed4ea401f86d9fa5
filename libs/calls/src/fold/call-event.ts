import type { Routing } from '@callboard/contracts';

/** Who told us: the PBX at once, its report afterwards, or our own closer. In this order of trust. */
export type CallEventSource = 'webhook' | 'statistics' | 'closer';

/** A number or text exactly as the PBX wrote it, and what it means as a phone number (null: hidden, short, no number). */
export interface Party {
  readonly raw: string;
  readonly e164: string | null;
}

interface EventOf<Source extends CallEventSource> {
  readonly pbxCallId: string;
  readonly source: Source;
  /** Key of the inbox row: equal hashes are the same event told twice. */
  readonly hash: string;
  readonly receivedAt: Date;
}

/**
 * The parties as the PBX names them. Roles are left to the fold, because on the helper leg of a callback the PBX
 * swaps `internal` and `called`.
 */
export interface Parties {
  readonly caller: Party | null;
  readonly called: Party | null;
  readonly internal: Party | null;
}

interface ToldEvent extends EventOf<'webhook'>, Parties {
  /** `YYYY-MM-DD HH:MM:SS` on the account's clock, without zone. */
  readonly wallStart: string | null;
}

/** A call reached the PBX, or somebody of ours began to dial. */
export interface CallStarted extends ToldEvent {
  readonly kind: 'started';
  /** What we answered to the PBX and why; null where nothing is asked (outgoing calls). */
  readonly routing: Routing | null;
}

/** An incoming call came to a menu of ours, and this is what the caller pressed. */
export interface MenuReached extends ToldEvent {
  readonly kind: 'menu';
  readonly digits: string | null;
}

/** An incoming call starts ringing an extension. */
export interface ExtensionRang extends ToldEvent {
  readonly kind: 'ringing';
  readonly transferFrom: string | null;
}

/** Somebody picked up, on our side or outside. */
export interface CallAnswered extends ToldEvent {
  readonly kind: 'answered';
  readonly transferFrom: string | null;
}

/** A call, or one leg of a callback, is over. */
export interface CallEnded extends ToldEvent {
  readonly kind: 'ended';
  readonly disposition: string | null;
  readonly durationSeconds: number | null;
  /** Extension that took part last; the PBX names it for incoming calls only. */
  readonly lastInternal: string | null;
  /** Recording was on; says nothing about a useful file. */
  readonly recorded: boolean;
  /** `<unix seconds>.<sequence>`; may be known although nothing was recorded. */
  readonly recordingId: string | null;
}

/** The file of one recorded part is ready. */
export interface PartRecorded extends EventOf<'webhook'> {
  readonly kind: 'recorded';
  readonly recordingId: string;
}

/** One leg as the PBX's report has it, some time after the call. */
export interface LegReported extends EventOf<'statistics'>, Parties {
  readonly kind: 'reported';
  readonly wallStart: string | null;
  readonly disposition: string | null;
  readonly seconds: number | null;
  readonly recorded: boolean;
  readonly recordingId: string | null;
}

/** The closer found that the end of this call was never told. */
export interface CallExpired extends EventOf<'closer'> {
  readonly kind: 'expired';
}

/** One thing we know about one call, in Callboard's words. A call is a function of the set of its events. */
export type CallEvent =
  | CallStarted
  | MenuReached
  | ExtensionRang
  | CallAnswered
  | CallEnded
  | PartRecorded
  | LegReported
  | CallExpired;

export type CallEventKind = CallEvent['kind'];

/** Events that name the parties. */
export type EventWithParties = Extract<CallEvent, Parties>;

type EventOfKind<Kind extends CallEventKind> = Extract<CallEvent, { kind: Kind }>;

/** Narrows to events of the given kinds, keeping their order. */
export function eventsOf<Kind extends CallEventKind>(
  events: readonly CallEvent[],
  ...kinds: readonly Kind[]
): EventOfKind<Kind>[] {
  const wanted: readonly CallEventKind[] = kinds;
  return events.filter((event): event is EventOfKind<Kind> => wanted.includes(event.kind));
}

/** Narrows to events that name the parties, keeping their order. */
export function eventsWithParties(events: readonly CallEvent[]): EventWithParties[] {
  return events.filter((event): event is EventWithParties => 'caller' in event);
}

/**
 * The set behind a list of events: one per hash, with its first arrival, in an order that depends on content alone.
 */
export function distinctEvents(events: readonly CallEvent[]): CallEvent[] {
  const byHash = new Map<string, CallEvent>();
  for (const event of events) {
    const known = byHash.get(event.hash);
    if (!known || event.receivedAt < known.receivedAt) {
      byHash.set(event.hash, event);
    }
  }
  return [...byHash.values()].sort((one, other) => (one.hash < other.hash ? -1 : 1));
}

/** First arrival of any of the events; null if there is none. */
export function firstArrival(events: readonly CallEvent[]): Date | null {
  const arrivals = events.map((event) => event.receivedAt.getTime());
  return arrivals.length > 0 ? new Date(Math.min(...arrivals)) : null;
}
