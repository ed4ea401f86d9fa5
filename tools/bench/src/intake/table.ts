/** Prints rows as a Markdown table, so that the output can stand in `docs/performance.md` as it is. */
export function printTable(title: string, rows: readonly Readonly<Record<string, string>>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [
    columns,
    columns.map(() => '---'),
    ...rows.map((row) => columns.map((column) => row[column] ?? '')),
  ];
  console.log(`\n### ${title}\n`);
  console.log(lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'));
}

/** A rate or time for people: whole above 100, else one decimal. */
export const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
