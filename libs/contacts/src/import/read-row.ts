import { type ContactImportField, contactLimits, type ContactPhone, inOneLine } from '@callboard/contracts';
import { phoneLabel } from './import-columns';
import { type RowProblem, rowProblem } from './import-problem';
import type { Managers } from './managers';
import { isRounded, phonesOfCell } from './phones-of-cell';
import type { TableRow } from './read-table';

/** A contact as a row of a file describes it. Null is what the row does not say. */
export interface ImportRow {
  /** Its number in the spreadsheet. */
  readonly row: number;
  readonly externalId: string | null;
  readonly name: string;
  readonly company: string | null;
  readonly managerId: string | null;
  /** E.164, each once. */
  readonly phones: readonly ContactPhone[];
}

/** How the rows of a file are to be read. */
export interface RowReading {
  readonly header: readonly string[];
  readonly columns: readonly ContactImportField[];
  /** ISO 3166 alpha-2 code of numbers that name none. */
  readonly country: string;
  readonly managers: Managers;
}

export type ReadRow = { readonly row: ImportRow } | { readonly problem: RowProblem };

/** Reads one row; the first thing wrong with it is its problem, and then nothing of it counts. */
export function readRow({ row, cells }: TableRow, reading: RowReading): ReadRow {
  const { name, company, externalId, ...said } = wordsOf(cells, reading.columns);
  const wrong = textProblem([name, company, externalId]);
  if (wrong) {
    return { problem: wrong };
  }
  const phones = phonesOf(cells, reading);
  if ('problem' in phones) {
    return phones;
  }
  const manager = reading.managers.find(said.manager);
  if ('problem' in manager) {
    return manager;
  }
  return phones.length === 0 && externalId === null
    ? { problem: rowProblem('phone_missing') }
    : { row: { row, externalId, name, company, managerId: manager.id, phones } };
}

interface Words {
  readonly name: string;
  readonly company: string | null;
  readonly externalId: string | null;
  readonly manager: string;
}

/** A row without a person is about the company itself. */
function wordsOf(cells: readonly string[], columns: readonly ContactImportField[]): Words {
  const text = (field: ContactImportField): string => inOneLine(cells[columns.indexOf(field)] ?? '');
  const person = text('name') || `${text('firstName')} ${text('lastName')}`.trim();
  const company = text('company');
  return {
    name: person || company,
    company: (person && company) || null,
    externalId: text('externalId') || null,
    manager: text('manager'),
  };
}

function textProblem(texts: readonly (string | null)[]): RowProblem | null {
  const long = texts.find((text) => text !== null && text.length > contactLimits.text);
  if (long) {
    return rowProblem('text_too_long', { value: `${long.slice(0, 40)}…` });
  }
  return texts[0] === '' ? rowProblem('name_missing') : null;
}

function phonesOf(cells: readonly string[], reading: RowReading): ContactPhone[] | { problem: RowProblem } {
  const phones = new Map<string, ContactPhone>();
  for (const [column, field] of reading.columns.entries()) {
    if (field !== 'phone') {
      continue;
    }
    const cell = cells[column] ?? '';
    if (isRounded(cell)) {
      return { problem: rowProblem('phone_rounded', { value: cell }) };
    }
    const { numbers, unreadable } = phonesOfCell(cell, reading.country);
    const label = phoneLabel(reading.header[column] ?? '');
    const [bad] = unreadable;
    if (bad !== undefined) {
      return { problem: rowProblem('phone_not_readable', { value: bad }) };
    }
    numbers
      .filter((number) => !phones.has(number))
      .forEach((number) => phones.set(number, { number, label }));
  }
  return phones.size > contactLimits.phones
    ? { problem: rowProblem('too_many_phones') }
    : [...phones.values()];
}
