/** A changed row, and when. */
export interface Change {
  readonly id: string;
  readonly updatedAt: Date;
}

/**
 * A change may be committed this long after its moment, and clocks of machines differ; what is asked reaches back so
 * far.
 */
export const overlapMs = 10_000;
/** How far back the first question reaches. */
const startMs = 60_000;

/** Remembers which changes were sent, and finds those that were not. */
export class RecentChanges {
  private readonly sent = new Map<string, number>();
  private newest = 0;

  constructor(
    private readonly changedSince: (since: Date, limit: number) => Promise<readonly Change[]>,
    private readonly limit: number,
  ) {}

  /** Forgets everything: nobody listened until now. */
  startAt(now: Date): void {
    this.sent.clear();
    this.newest = now.getTime() - startMs + overlapMs;
  }

  /** Notes that the change was sent. */
  note(id: string, updatedAt: Date): void {
    this.sent.set(id, updatedAt.getTime());
  }

  /** Ids of rows that changed and were not sent since, or that they are more than the limit. */
  async unseen(now: Date): Promise<string[] | 'too_many'> {
    const changes = await this.changedSince(new Date(this.newest - overlapMs), this.limit);
    this.forgetBefore(this.newest - overlapMs);
    const unseen = changes.filter(({ id, updatedAt }) => this.sent.get(id) !== updatedAt.getTime());
    const moments = changes.map(({ updatedAt }) => updatedAt.getTime());
    if (changes.length >= this.limit) {
      // Those between the newest of these and now would fill one answer after another.
      this.newest = Math.max(now.getTime(), ...moments);
      return unseen.length === 0 ? [] : 'too_many';
    }
    this.newest = Math.max(this.newest, ...moments);
    return unseen.map(({ id }) => id);
  }

  private forgetBefore(moment: number): void {
    for (const [id, updatedAt] of this.sent) {
      if (updatedAt < moment) {
        this.sent.delete(id);
      }
    }
  }
}
