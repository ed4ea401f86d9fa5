import { hex, readChannelId, type Random } from '../account/identifiers';
import type { SimulatorClock } from '../account/clock';
import type { CallDirection } from '../calls/call-view';

/** One recorded part of a call. */
export interface Recording {
  /** Asterisk id, the `call_id_with_rec` of the webhooks. */
  callId: string;
  /** `null` for a recording made again from its id. */
  pbxCallId: string | null;
  direction: CallDirection;
  /** Extension that talked. */
  party: string;
  seconds: number;
  /** UTC milliseconds. */
  startedAt: number;
  ready: boolean;
  recognition: 'ready for recognize' | 'in progress' | 'recognized' | 'error';
}

interface Link {
  callId: string;
  expiresAt: number;
}

/** The recordings of the account and the temporary links to them. */
export class RecordingStore {
  private readonly recordings = new Map<string, Recording>();
  private readonly links = new Map<string, Link>();
  private readonly removed = new Set<string>();

  /** @param invents whether a recording nobody remembers is made again from its id, as if it had been kept */
  constructor(
    private readonly clock: SimulatorClock,
    private readonly random: Random,
    readonly invents: boolean,
  ) {}

  add(recording: Omit<Recording, 'ready' | 'recognition'>): void {
    this.recordings.set(recording.callId, { ...recording, ready: false, recognition: 'ready for recognize' });
  }

  markReady(callId: string): void {
    const recording = this.recordings.get(callId);
    if (recording !== undefined) recording.ready = true;
  }

  get(callId: string): Recording | undefined {
    return this.recordings.get(callId) ?? this.invent(callId);
  }

  ofCall(pbxCallId: string): Recording[] {
    return [...this.recordings.values()].filter((recording) => recording.pbxCallId === pbxCallId);
  }

  remove(callId: string): void {
    this.recordings.delete(callId);
    this.removed.add(callId);
  }

  /** A new token that opens this recording until `expiresAt` (UTC milliseconds). */
  createLink(callId: string, expiresAt: number): string {
    const token = hex(this.random, 32);
    this.links.set(token, { callId, expiresAt });
    return token;
  }

  /** The recording behind a token, unless the link is unknown or has expired. */
  open(token: string): Recording | undefined {
    const link = this.links.get(token);
    if (link === undefined || link.expiresAt < this.clock.now()) return undefined;
    return this.recordings.get(link.callId);
  }

  clear(): void {
    this.recordings.clear();
    this.links.clear();
    this.removed.clear();
  }

  private invent(callId: string): Recording | undefined {
    const outline = this.invents && !this.removed.has(callId) ? readChannelId(callId) : null;
    if (outline === null) return undefined;
    this.add({ ...outline, callId, pbxCallId: null, party: '100' });
    this.markReady(callId);
    return this.recordings.get(callId);
  }
}
