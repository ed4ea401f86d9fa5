import type { ContactImportField, ContactImportProblem, ContactImportReport } from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ChangedNumbers } from '../changed-numbers.service';
import { changedNumbers as numbersChangedBetween } from '../contact-phones';
import { normalizePhone } from '../normalize-phone';
import { ContactImportRepository } from './contact-import.repository';
import { headerLikeness, recognizeColumns } from './import-columns';
import { type RowProblem, reportProblem } from './import-problem';
import { csvColumnMissing, csvHeaderMissing } from './import.errors';
import { inTurns } from './in-turns';
import { planImport, type RowPlan } from './plan-import';
import { type ImportRow, readRow, type RowReading } from './read-row';
import { readTable, type Table } from './read-table';

/** A file of contacts and how it is to be taken. */
export interface ContactImport {
  readonly bytes: Uint8Array;
  /** What the sender says of the bytes; it is found out otherwise. */
  readonly charset?: string;
  /** What each column holds; without, its header says. */
  readonly columns?: readonly ContactImportField[];
  /** The system whose external ids the file holds. */
  readonly source: string;
  /** Lets the file replace name, company and manager of contacts that are there already. */
  readonly overwrite: boolean;
  /** ISO 3166 alpha-2 code of numbers that name none. */
  readonly country: string;
}

/** What an import did, and the numbers (E.164) whose calls may now belong to somebody else. */
export interface ContactImportResult {
  readonly report: ContactImportReport;
  readonly changedNumbers: string[];
}

type Counts = Pick<ContactImportReport, 'added' | 'updated' | 'unchanged' | 'failed' | 'kept'>;

interface ReadFile {
  readonly table: Table;
  readonly columns: readonly ContactImportField[];
  readonly rows: readonly ImportRow[];
  readonly problems: ReadonlyMap<number, RowProblem>;
}

const mostProblems = 1_000;

/**
 * Brings contacts from a CSV file. Rows that cannot be taken are left out and reported; they never keep the others
 * back. What a row may change of a stored contact: see `planImport`.
 */
@Injectable()
export class ContactImports {
  constructor(
    private readonly repository: ContactImportRepository,
    private readonly changed: ChangedNumbers,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Says what {@link run} would do, without doing it; also for columns that are not yet chosen well.
   *
   * @throws DomainError `csv_not_readable`, `csv_is_workbook`, `csv_empty`, `csv_too_long`, `csv_header_missing`
   */
  async preview(file: ContactImport): Promise<ContactImportReport> {
    const read = await this.read(file);
    const stored = await this.repository.storedFor(read.rows, file.source);
    return report(read, await planImport({ ...file, rows: read.rows, stored }), { dryRun: true });
  }

  /**
   * Stores all rows that can be taken, in one transaction: if the process dies, nothing is stored. A repeat changes
   * nothing. Numbers whose calls are to be matched again are noted in `ChangedNumbers` with it.
   *
   * @param alongside joins the transaction if anything changes
   * @throws DomainError `csv_not_readable`, `csv_is_workbook`, `csv_empty`, `csv_too_long`, `csv_header_missing`,
   *   `csv_column_missing`
   */
  async run(
    file: ContactImport,
    alongside: (manager: EntityManager, counts: Counts) => Promise<void>,
  ): Promise<ContactImportResult> {
    const read = await this.read(file);
    requireColumns(read.columns);
    return this.transactions.run(async (manager) => {
      await this.repository.takeTurn(manager);
      const stored = await this.repository.storedFor(read.rows, file.source, manager);
      const plans = await planImport({ ...file, rows: read.rows, stored });
      const done = report(read, plans, { dryRun: false });
      const changedNumbers = await this.store(plans, file.source, manager);
      if (done.added + done.updated > 0) {
        await alongside(manager, done);
      }
      return { report: done, changedNumbers };
    });
  }

  private async read(file: ContactImport): Promise<ReadFile> {
    const table = await readTable(file.bytes, file.charset, headerLikeness);
    if (table.header.some((cell) => normalizePhone(cell, file.country) !== null)) {
      throw csvHeaderMissing();
    }
    const columns = file.columns ?? recognizeColumns(table.header);
    const managers = await this.repository.managers();
    const reading: RowReading = { header: table.header, columns, country: file.country, managers };
    const rows: ImportRow[] = [];
    const problems = new Map<number, RowProblem>();
    for await (const tableRow of inTurns(table.rows)) {
      const read = readRow(tableRow, reading);
      if ('row' in read) {
        rows.push(read.row);
      } else {
        problems.set(tableRow.row, read.problem);
      }
    }
    return { table, columns, rows, problems };
  }

  private async store(plans: readonly RowPlan[], source: string, manager: EntityManager): Promise<string[]> {
    const now = this.clock.now();
    const added = plans.filter((plan) => plan.kind === 'add').map(({ row }) => row);
    const updated = plans.filter((plan) => plan.kind === 'update');
    await this.repository.insert(added, source, now, manager);
    await this.repository.update(
      updated.map(({ after }) => after),
      source,
      now,
      manager,
    );
    const numbers = [
      ...added.flatMap(({ phones }) => phones.map(({ number }) => number)),
      ...updated.flatMap(({ before, after }) => numbersChangedBetween(before, after)),
    ];
    const changedNumbers = [...new Set(numbers)];
    await this.changed.add(changedNumbers, now, manager);
    return changedNumbers;
  }
}

function requireColumns(columns: readonly ContactImportField[]): void {
  if (!columns.some((field) => ['name', 'firstName', 'lastName', 'company'].includes(field))) {
    throw csvColumnMissing('name');
  }
  if (!columns.some((field) => field === 'phone' || field === 'externalId')) {
    throw csvColumnMissing('phone');
  }
}

function report(
  { table, columns, problems }: ReadFile,
  plans: readonly RowPlan[],
  { dryRun }: { dryRun: boolean },
): ContactImportReport {
  const failed = new Map(problems);
  plans.forEach((plan) => plan.kind === 'fail' && failed.set(plan.row.row, plan.problem));
  const count = (kind: RowPlan['kind']): number => plans.filter((plan) => plan.kind === kind).length;
  return {
    dryRun,
    file: {
      charset: table.charset,
      delimiter: table.delimiter,
      rows: table.rows.length,
      columns: table.header.map((header, column) => ({
        header: header.trim(),
        field: columns[column] ?? 'ignore',
        samples: samplesOf(table, column),
      })),
    },
    added: count('add'),
    updated: count('update'),
    unchanged: count('leave'),
    failed: failed.size,
    kept: plans.filter((plan) => 'keeps' in plan && plan.keeps).length,
    problems: problemsOf(table, failed),
  };
}

function problemsOf(table: Table, failed: ReadonlyMap<number, RowProblem>): ContactImportProblem[] {
  return table.rows
    .flatMap((row) => {
      const problem = failed.get(row.row);
      return problem ? [{ row, problem }] : [];
    })
    .slice(0, mostProblems)
    .map(({ row, problem }) => reportProblem(problem, row));
}

/** The first three things a column holds. */
function samplesOf({ rows }: Table, column: number): string[] {
  const samples: string[] = [];
  for (const { cells } of rows) {
    const cell = cells[column]?.trim();
    if (cell && samples.push(cell.slice(0, 100)) === 3) {
      break;
    }
  }
  return samples;
}
