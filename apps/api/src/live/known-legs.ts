/** More helper legs than this change at no time. */
const most = 1_000;

/** Remembers which calls were told to be helper legs, so that it is told once. */
export class KnownLegs {
  private readonly legs = new Map<string, string>();

  /**
   * True if the call became a helper leg, or that of another call, since it was asked about last.
   *
   * @param helperOfId the call it is a part of; null for calls
   */
  isNews(id: string, helperOfId: string | null): boolean {
    const known = this.legs.get(id) ?? null;
    this.legs.delete(id);
    if (helperOfId !== null) {
      this.legs.set(id, helperOfId);
    }
    const [oldest] = this.legs.keys();
    if (this.legs.size > most && oldest !== undefined) {
      this.legs.delete(oldest);
    }
    return helperOfId !== null && helperOfId !== known;
  }
}
