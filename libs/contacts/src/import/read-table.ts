import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { contactImportLimits } from '@callboard/contracts';
import { CsvError, parse } from 'csv-parse';
import { decodeText } from './decode-text';
import { csvEmpty, csvIsWorkbook, csvNotReadable, csvTooLong } from './import.errors';

/** A row of a file. */
export interface TableRow {
  /** The line of the text (from 1) it begins on. */
  readonly line: number;
  /** Its number in a spreadsheet, whose header is row 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** A CSV file as it was read; rows of empty cells are left out. */
export interface Table {
  readonly charset: string;
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

/** How the workbooks of today and those before 2007 begin. */
const workbooks: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];
const delimiters = [';', ',', '\t'] as const;
/** What is read in one go: a few milliseconds, so that the process goes on answering others. */
const chunkBytes = 65_536;
/** Bytes a row may have; a quotation mark that is not closed would otherwise swallow all that follows. */
const longestRow = 100_000;

/**
 * Reads a CSV file with a header row: comma, semicolon or tab, line ends of any kind, quoted cells that may hold line
 * breaks, and Excel's first line `sep=;`.
 *
 * @param charset what the sender says of it; it is found out otherwise
 * @param likeness how much a row looks like a header; decides between delimiters
 * @throws DomainError `csv_not_readable`, `csv_is_workbook`, `csv_empty`, `csv_too_long`
 */
export async function readTable(
  bytes: Uint8Array,
  charset: string | undefined,
  likeness: (cells: readonly string[]) => number,
): Promise<Table> {
  if (workbooks.some((start) => start.every((byte, place) => bytes[place] === byte))) {
    throw csvIsWorkbook();
  }
  const decoded = decodeText(bytes, charset);
  if (!decoded) {
    throw csvNotReadable(null);
  }
  const text = decoded.text.replace(/\r\n?/g, '\n');
  const stated = /^sep=([;,\t])\n/.exec(text);
  const delimiter = stated?.[1] ?? (await likeliestDelimiter(text, likeness));
  const body = stated ? text.slice(stated[0].length) : text;
  const [header, ...rows] = await allRows(body, delimiter, stated ? 2 : 1);
  if (!header || rows.length === 0) {
    throw csvEmpty();
  }
  return { charset: decoded.charset, delimiter, header: header.cells, rows };
}

/** The one that makes the best header of the first row, then the widest; a semicolon in doubt. */
async function likeliestDelimiter(
  text: string,
  likeness: (cells: readonly string[]) => number,
): Promise<string> {
  let best: { delimiter: string; score: number } = { delimiter: delimiters[0], score: -1 };
  for (const delimiter of delimiters) {
    const header = await firstRow(text.slice(0, longestRow), delimiter);
    const score = likeness(header) * contactImportLimits.columns + header.length;
    if (score > best.score) {
      best = { delimiter, score };
    }
  }
  return best.delimiter;
}

async function firstRow(text: string, delimiter: string): Promise<readonly string[]> {
  try {
    for await (const { cells } of rowsOf(text, delimiter, 1)) {
      return cells;
    }
  } catch {
    // Not with this delimiter, or not at all: then reading all of it says why.
  }
  return [];
}

async function allRows(text: string, delimiter: string, firstLine: number): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of rowsOf(text, delimiter, firstLine)) {
    rows.push(row);
    if (rows.length > contactImportLimits.rows + 1) {
      throw csvTooLong(contactImportLimits.rows);
    }
  }
  return rows;
}

async function* rowsOf(text: string, delimiter: string, firstLine: number): AsyncGenerator<TableRow> {
  const parser = Readable.from(inTurns(Buffer.from(text))).pipe(
    parse({
      delimiter,
      record_delimiter: '\n',
      info: true,
      max_record_size: longestRow,
      // Rows shorter than the header, and names like Firma "X", are common and harmless.
      relax_column_count: true,
      relax_quotes: true,
    }),
  );
  let line = firstLine;
  let row = 0;
  try {
    for await (const { info, record } of parser as AsyncIterable<{
      info: { lines: number };
      record: string[];
    }>) {
      row += 1;
      if (record.some((cell) => cell.trim() !== '')) {
        yield { line, row, cells: record.slice(0, contactImportLimits.columns) };
      }
      line = firstLine + info.lines;
    }
  } catch (error) {
    throw error instanceof CsvError ? csvNotReadable(line) : error;
  }
}

async function* inTurns(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    yield bytes.subarray(at, at + chunkBytes);
    await nextTurn();
  }
}
