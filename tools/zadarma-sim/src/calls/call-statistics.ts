/** One leg of a finished call, before the API writes it in Zadarma's mixed types. */
export interface StatisticsRow {
  pbxCallId: string;
  callId: string;
  /** UTC milliseconds. */
  startedAt: number;
  /** Extension, or `0` for the menu. */
  sip: string;
  clid: string;
  destination: string;
  disposition: string;
  seconds: number;
  recorded: boolean;
}

/** Finished calls as the PBX report knows them, whether or not anybody was told about them. */
export class CallStatistics {
  private rows: StatisticsRow[] = [];

  add(row: StatisticsRow): void {
    this.rows.push(row);
  }

  /** Rows that started in [from, to] (UTC milliseconds), oldest first. */
  between(from: number, to: number): StatisticsRow[] {
    return this.rows
      .filter((row) => row.startedAt >= from && row.startedAt <= to)
      .sort((one, other) => one.startedAt - other.startedAt);
  }

  clear(): void {
    this.rows = [];
  }
}
