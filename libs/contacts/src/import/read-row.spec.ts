import type { ContactImportField } from '@callboard/contracts';
import * as fc from 'fast-check';
import { recognizeColumns } from './import-columns';
import { Managers } from './managers';
import { phonesOfCell } from './phones-of-cell';
import { readRow } from './read-row';

const people = new Managers([
  { id: 'anna', name: 'Anna Żak', email: 'Anna@Example.com' },
  { id: 'jan1', name: 'Jan Kowalski', email: 'jan1@example.com' },
  { id: 'jan2', name: 'Jan Kowalski', email: 'jan2@example.com' },
]);

function readCells(header: string[], cells: string[], columns?: ContactImportField[]) {
  return readRow(
    { line: 2, row: 2, cells },
    { header, columns: columns ?? recognizeColumns(header), country: 'PL', managers: people },
  );
}

describe('the columns of a file', () => {
  it.each([
    ['Nazwa', 'name'],
    ['Imię i nazwisko', 'name'],
    ['NAZWISKO I IMIĘ', 'name'],
    ['Imię', 'firstName'],
    ['Nazwisko', 'lastName'],
    ['Firma', 'company'],
    ['Nazwa firmy', 'company'],
    ['Telefon', 'phone'],
    ['Telefon 2', 'phone'],
    ['Tel. kom.', 'phone'],
    ['Komórka', 'phone'],
    ['Phone 1 - Value', 'phone'],
    ['Telefon służbowy', 'phone'],
    ['Telefon (praca)', 'phone'],
    ['Nr telefonu', 'phone'],
    ['Numer komórkowy', 'phone'],
    ['Business Phone', 'phone'],
    ['GSM', 'phone'],
    ['Odpowiedzialny', 'manager'],
    ['Numer klienta', 'externalId'],
    ['Opiekun', 'manager'],
    ['Manager', 'manager'],
    ['E-mail opiekuna', 'manager'],
    ['ID zewnętrzne', 'externalId'],
    ['External ID', 'externalId'],
    ['Full name', 'name'],
    ['Company', 'company'],
    ['Mobile phone', 'phone'],
    ['E-mail', 'ignore'],
    ['NIP', 'ignore'],
    ['Phone 1 - Type', 'ignore'],
    ['Phone 1 - Label', 'ignore'],
    ['Telefon wewnętrzny', 'ignore'],
    ['Telefaks', 'ignore'],
    ['Numer faktury', 'ignore'],
    ['Komentarz', 'ignore'],
    ['Kontynent', 'ignore'],
    ['', 'ignore'],
  ] as const)('are known by name: %s is %s', (header, field) => {
    expect(recognizeColumns([header])).toEqual([field]);
  });

  it('are taken once each, except for numbers', () => {
    expect(recognizeColumns(['Klient', 'Osoba', 'Telefon', 'Komórka'])).toEqual([
      'name',
      'ignore',
      'phone',
      'phone',
    ]);
  });
});

describe('the numbers of a cell', () => {
  it.each([
    ['600 100 200', ['+48600100200']],
    ['600100200; 600100201', ['+48600100200', '+48600100201']],
    ['600100200/600100201', ['+48600100200', '+48600100201']],
    ['600-100-200, +44 20 7946 0958', ['+48600100200', '+442079460958']],
    ['600100200 ::: 600100201', ['+48600100200', '+48600100201']],
    ['600100200\n600100201', ['+48600100200', '+48600100201']],
    ['22/123 45 67', ['+48221234567']],
    ['(22) 123-45-67 / 600100200', ['+48221234567', '+48600100200']],
    ['="600100200"', ['+48600100200']],
    ["'+48600100200", ['+48600100200']],
    ['48600100200', ['+48600100200']],
    [' ; ', []],
  ])('%j are %j', (cell, numbers) => {
    expect(phonesOfCell(cell, 'PL')).toEqual({ numbers, unreadable: [] });
  });

  it('include what cannot be read, as it stands', () => {
    expect(phonesOfCell('600100200; brak', 'PL')).toEqual({
      numbers: ['+48600100200'],
      unreadable: ['brak'],
    });
  });

  it('come back in the order and number they were written, however they are separated', () => {
    const number = fc.integer({ min: 600_000_000, max: 609_999_999 }).map((digits) => `+48${digits}`);
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(';', ' ; ', '/', ' / ', ', ', '\n', '|'),
        (all, by) => {
          expect(phonesOfCell(all.join(by), 'PL')).toEqual({ numbers: all, unreadable: [] });
        },
      ),
    );
  });
});

describe('a row of a file', () => {
  const header = ['ID', 'Imię', 'Nazwisko', 'Firma', 'Telefon', 'Komórka', 'Opiekun'];

  it('becomes a contact, its numbers once each and with what their column says of them', () => {
    expect(
      readCells(header, [
        ' 7 ',
        'Jan',
        'Nowak',
        'ACME\nPolska',
        '221234567',
        '600100200;22 123 45 67',
        'żak anna',
      ]),
    ).toEqual({
      row: {
        row: 2,
        externalId: '7',
        name: 'Jan Nowak',
        company: 'ACME Polska',
        managerId: 'anna',
        phones: [
          { number: '+48221234567', label: null },
          { number: '+48600100200', label: 'Komórka' },
        ],
      },
    });
  });

  it('is about the company if it names nobody', () => {
    expect(readCells(header, ['', '', '', 'ACME', '221234567', '', 'anna@example.com'])).toMatchObject({
      row: { name: 'ACME', company: null, managerId: 'anna', externalId: null },
    });
  });

  it('may have no number if it has an external id, and fewer cells than the header', () => {
    expect(readCells(header, ['7', 'Jan'])).toMatchObject({
      row: { name: 'Jan', phones: [], company: null },
    });
  });

  it.each([
    ['neither name nor company', ['1', '', '', '', '600100200'], 'name_missing', null],
    ['nothing to know it by', ['', 'Jan'], 'phone_missing', null],
    ['a number that is none', ['', 'Jan', '', '', '600100200; 12a'], 'phone_not_readable', '12a'],
    ['a number that Excel rounded', ['', 'Jan', '', '', '4,86001E+10'], 'phone_rounded', '4,86001E+10'],
    ['an unknown manager', ['', 'Jan', '', '', '600100200', '', 'Ewa Lis'], 'manager_unknown', 'Ewa Lis'],
    [
      'a manager who may be two',
      ['', 'Jan', '', '', '600100200', '', 'Jan Kowalski'],
      'manager_ambiguous',
      'Jan Kowalski',
    ],
    ['a name without end', ['', 'x'.repeat(201), '', '', '600100200'], 'text_too_long', `${'x'.repeat(40)}…`],
    [
      'numbers without end',
      ['', 'Jan', '', '', Array.from({ length: 21 }, (_, index) => 600100200 + index).join(';')],
      'too_many_phones',
      null,
    ],
  ])('is left out with %s', (_, cells, code, value) => {
    expect(readCells(header, cells)).toMatchObject({ problem: { code, value } });
  });

  it('is read as it is told', () => {
    const columns: ContactImportField[] = ['ignore', 'name', 'ignore', 'ignore', 'phone'];
    expect(readCells(header, ['7', 'Jan', 'x', 'y', '600100200'], columns)).toMatchObject({
      row: { name: 'Jan', company: null, externalId: null },
    });
  });

  it('holds nothing that cannot be stored, and stays within what a contact may be', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (cells) => {
        const read = readCells(header, cells);
        if ('row' in read) {
          expect(read.row.name).toBe(read.row.name.trim());
          expect(JSON.stringify(read.row)).not.toContain('\\u0000');
          expect(read.row.name.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
