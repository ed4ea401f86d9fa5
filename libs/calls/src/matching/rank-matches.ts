/** What decides which of several contacts a number means. */
export interface MatchFacts {
  readonly id: string;
  readonly managerId: string | null;
  /** Somebody chose it for the call or its number. */
  readonly chosen: boolean;
  /** Start of the latest call shown with the contact. */
  readonly latestCallAt: Date | null;
}

/** Likeliest first: the chosen one, then those with a manager, then the latest call; the id makes it definite. */
export function rankMatches<Candidate extends MatchFacts>(candidates: readonly Candidate[]): Candidate[] {
  const latest = ({ latestCallAt }: MatchFacts) => latestCallAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  return [...candidates].sort(
    (one, other) =>
      Number(other.chosen) - Number(one.chosen) ||
      Number(other.managerId !== null) - Number(one.managerId !== null) ||
      compare(latest(other), latest(one)) ||
      (one.id < other.id ? -1 : 1),
  );
}

/** Subtraction would make NaN of two infinities. */
function compare(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
