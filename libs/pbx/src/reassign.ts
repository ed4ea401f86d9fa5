/** A period of an extension; null `validFrom` = since ever, null `validTo` = still. */
export interface Period {
  readonly employeeId: string;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
}

/** What an assignment does to the history of its extension. */
export interface Reassignment {
  /** The open period ends here. */
  readonly closeAt: Date | null;
  /** The open period would be empty: it goes. */
  readonly dropOpen: boolean;
  readonly open: Period | null;
}

/**
 * How to give an extension to an employee (null: to nobody) from now on; null if it is theirs already.
 *
 * The first assignment of all is valid since ever, so that calls from before Callboard get their employee. Periods
 * never overlap, even if this machine's clock is behind the one that wrote the history.
 */
export function reassign(
  history: readonly Period[],
  employeeId: string | null,
  now: Date,
): Reassignment | null {
  const current = history.find(({ validTo }) => validTo === null);
  if ((current?.employeeId ?? null) === employeeId) {
    return null;
  }
  const ends = history
    .flatMap(({ validFrom, validTo }) => [validFrom, validTo])
    .filter((end) => end !== null);
  const moment = new Date(Math.max(now.getTime(), ...ends.map((end) => end.getTime())));
  const dropOpen = current?.validFrom?.getTime() === moment.getTime();
  const closeAt = current && !dropOpen ? moment : null;
  const isFirst = history.length === 0;
  const open = employeeId === null ? null : { employeeId, validFrom: isFirst ? null : moment, validTo: null };
  return { closeAt, dropOpen, open };
}
