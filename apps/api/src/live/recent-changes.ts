/** A changed row, and when. */
export interface Change {
  readonly id: string;
  readonly updatedAt: Date;
}

/** Where changes are looked up. All moments are by the clock that stamps them, the database's. */
export interface ChangeSource {
  changedSince(since: Date, limit: number): Promise<readonly Change[]>;
  now(): Promise<Date>;
}

/** A change may be committed this long after its moment; what is asked reaches back so far. */
export const overlapMs = 10_000;
/** How far back from when somebody began to listen the first question reaches. */
const startMs = 60_000;

/** Remembers which changes were sent, and finds those that were not. */
export class RecentChanges {
  private readonly sent = new Map<string, number>();
  private newest: number | undefined;
  private startedAt = performance.now();

  constructor(
    private readonly source: ChangeSource,
    private readonly limit: number,
  ) {}

  /** Forgets everything: nobody listened until now. */
  start(): void {
    this.sent.clear();
    this.newest = undefined;
    this.startedAt = performance.now();
  }

  /** Notes that the change was sent. */
  note(id: string, updatedAt: Date): void {
    this.sent.set(id, updatedAt.getTime());
  }

  /** Ids of rows that changed and were not sent since, or that they are more than the limit. */
  async unseen(): Promise<string[] | 'too_many'> {
    const newest = this.newest ?? (await this.beginning());
    const changes = await this.source.changedSince(new Date(newest - overlapMs), this.limit);
    this.forgetBefore(newest - overlapMs);
    const unseen = changes.filter(({ id, updatedAt }) => this.sent.get(id) !== updatedAt.getTime());
    const moments = changes.map(({ updatedAt }) => updatedAt.getTime());
    if (changes.length >= this.limit) {
      // Those between the newest of these and now would fill one answer after another.
      this.newest = Math.max((await this.source.now()).getTime(), ...moments);
      return unseen.length === 0 ? [] : 'too_many';
    }
    this.newest = Math.max(newest, ...moments);
    return unseen.map(({ id }) => id);
  }

  /** When listening began, by the database's clock: of ours only the time that has passed since counts. */
  private async beginning(): Promise<number> {
    const passed = performance.now() - this.startedAt;
    return (await this.source.now()).getTime() - passed - startMs + overlapMs;
  }

  private forgetBefore(moment: number): void {
    for (const [id, updatedAt] of this.sent) {
      if (updatedAt < moment) {
        this.sent.delete(id);
      }
    }
  }
}
