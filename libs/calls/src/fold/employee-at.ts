/** An extension belonged to an employee from `validFrom` (null: since ever) until before `validTo` (null: still). */
export interface Assignment {
  readonly extension: string;
  readonly employeeId: string;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
}

/** Whose extension it was at a moment; null for nobody's. */
export function employeeAt(
  assignments: readonly Assignment[],
  extension: string | null,
  moment: Date,
): string | null {
  const valid = assignments.find(
    (assignment) =>
      assignment.extension === extension &&
      (assignment.validFrom === null || assignment.validFrom <= moment) &&
      (assignment.validTo === null || moment < assignment.validTo),
  );
  return valid?.employeeId ?? null;
}
