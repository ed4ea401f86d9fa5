import type { ContactImportProblem, ContactImportReport } from '@callboard/contracts';

/**
 * The rows that were left out as a file like the one they came in, with their number and the reason in front: corrected, it can be
 * imported as it is. The mark at its beginning tells Excel that it is UTF-8.
 */
export function rowsToFix(
  { file, problems }: ContactImportReport,
  header: readonly string[],
  reasonOf: (problem: ContactImportProblem) => string,
): string {
  const rows = [
    [...header, ...file.columns.map((column) => column.header)],
    ...problems.map((problem) => [String(problem.row), reasonOf(problem), ...problem.cells]),
  ];
  const lines = rows.map((cells) => cells.map(quoted).join(file.delimiter));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
