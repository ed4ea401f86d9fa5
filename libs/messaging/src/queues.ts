/** How the worker treats one queue. Every field is asked for every queue. */
export interface QueueSettings {
  /** Jobs one worker process runs at the same time. */
  readonly concurrency: number;
  /** A job not renewed for this long belongs to nobody: its process is dead. */
  readonly lockDurationMs: number;
  /** How often jobs that belong to nobody are looked for. */
  readonly stalledIntervalMs: number;
  /** A job whose process died this often is given up, since it probably kills processes. */
  readonly maximumTakeovers: number;
}

const takenOverWithinSeconds = { lockDurationMs: 10_000, stalledIntervalMs: 5_000, maximumTakeovers: 5 };

/** Every queue. A queue of its own for whatever must not wait behind something slower. */
export const queueSettings = {
  /** What the PBX told us: the way of a live call, short transactions. */
  'zadarma-events': { ...takenOverWithinSeconds, concurrency: 8 },
  /** People wait for their phone to ring: nothing slower may stand before them. */
  'call-requests': { ...takenOverWithinSeconds, concurrency: 8 },
  /** Conversations with the PBX's rate-limited interface: one after another. */
  pbx: { ...takenOverWithinSeconds, concurrency: 1 },
  /** Long walks over many calls: rematching and refolding. */
  calls: { ...takenOverWithinSeconds, concurrency: 1 },
  /** Downloads nobody waits for, each as long as its file is large. */
  recordings: { ...takenOverWithinSeconds, concurrency: 4 },
  /** Downloads somebody waits for. */
  'recordings-demanded': { ...takenOverWithinSeconds, concurrency: 4 },
  /** Deleting recordings: many small requests nobody waits for. */
  'recordings-upkeep': { ...takenOverWithinSeconds, concurrency: 2 },
  /** Turning recordings into text, which somebody waits for. */
  transcripts: { ...takenOverWithinSeconds, concurrency: 2 },
} as const satisfies Readonly<Record<string, QueueSettings>>;

export type QueueName = keyof typeof queueSettings;

export const queueNames = Object.keys(queueSettings) as readonly QueueName[];

/** Separates our keys from those of other users of the same Redis. */
export const queuePrefix = 'callboard';
