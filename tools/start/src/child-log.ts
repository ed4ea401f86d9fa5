const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

interface LogLine {
  readonly level?: number;
  readonly msg?: string;
  readonly err?: { readonly message?: string; readonly stack?: string };
}

/**
 * One line of a child as people read it: `api     warn  The database is away: connect ECONNREFUSED`.
 * Lines that are no JSON log (a crash, a library's own words) keep their text.
 */
export function readableLine(process: string, line: string): string {
  const entry = parse(line);
  if (!entry) {
    return `${process.padEnd(7)} ${line}`;
  }
  const level = levels[entry.level ?? 30] ?? 'info';
  const error = entry.err?.message && entry.err.message !== entry.msg ? `: ${entry.err.message}` : '';
  return `${process.padEnd(7)} ${level.padEnd(5)} ${entry.msg ?? ''}${error}`;
}

function parse(line: string): LogLine | undefined {
  if (!line.startsWith('{')) {
    return undefined;
  }
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
}
