import * as fc from 'fast-check';
import { headerLikeness } from './import-columns';
import { readTable, type Table } from './read-table';

const read = (bytes: Uint8Array | string, charset?: string): Promise<Table> =>
  readTable(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, charset, headerLikeness);
const cellsOf = ({ rows }: Table) => rows.map(({ cells }) => cells);

const polish = 'Nazwa;Telefon\nŻółć Gęślą Jaźń;600100200\n';
/** `polish` as a Polish Excel saves "CSV (rozdzielany średnikami)"; made with Python's cp1250. */
const windows1250 = Buffer.from(
  '4e617a77613b54656c65666f6e0aaff3b3e62047ea9c6cb9204a619ff13b3630303130303230300a',
  'hex',
);
const utf16 = (text: string, mark: boolean) => Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');

describe('a file of contacts', () => {
  it.each([
    ['UTF-8', Buffer.from(polish), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${polish}`), 'utf-8'],
    ['UTF-16 with a mark', utf16(polish, true), 'utf-16le'],
    ['UTF-16 without one', utf16(polish, false), 'utf-16le'],
    ['big-endian UTF-16 with a mark', utf16(polish, true).swap16(), 'utf-16be'],
    ['big-endian UTF-16 without one', utf16(polish, false).swap16(), 'utf-16be'],
    ['Windows-1250', windows1250, 'windows-1250'],
  ])('is read in %s', async (_, bytes, charset) => {
    const table = await read(bytes);
    expect(table).toMatchObject({ charset, delimiter: ';', header: ['Nazwa', 'Telefon'] });
    expect(cellsOf(table)).toEqual([['Żółć Gęślą Jaźń', '600100200']]);
  });

  it('is read as its sender says, unless it says otherwise itself', async () => {
    const latin2 = Buffer.from([0x4e, 0x0a, 0xa1, 0xb6]);
    expect(await read(latin2, 'ISO-8859-2')).toMatchObject({
      charset: 'iso-8859-2',
      rows: [{ cells: ['Ąś'] }],
    });
    expect(await read(Buffer.from(`\ufeff${polish}`), 'windows-1250')).toMatchObject({ charset: 'utf-8' });
    await expect(read(windows1250, 'utf-8')).rejects.toMatchObject({ code: 'csv_not_readable' });
    await expect(read(polish, 'klingon')).rejects.toMatchObject({ code: 'csv_not_readable' });
  });

  it.each([
    ['commas', 'Nazwa,Telefon\n"Kowalski; Jan",1\n', ','],
    ['semicolons', 'Nazwa;Telefon\n"Kowalski, Jan";1\nA, B, C;2\n', ';'],
    ['tabs', 'Nazwa\tTelefon\nKowalski, Jan; ACME\t1\n', '\t'],
    ['what Excel says in the first line', 'sep=,\nA;1,B\nC;2,D\n', ','],
    ['semicolons in doubt', 'one\ntwo\n', ';'],
  ])('is split at %s', async (_, text, delimiter) => {
    expect(await read(text)).toMatchObject({ delimiter });
  });

  it.each(['\n', '\r\n', '\r'])('knows the line of every row, whatever ends a line (%j)', async (end) => {
    const lines = [
      'Nazwa;Telefon',
      'A;1',
      '',
      '"B',
      'b";2',
      ';',
      '"C ""c"" ""Z""";3',
      'Firma "X";4',
      '"Y" Sp. z o.o.;5',
    ];
    const { rows } = await read(lines.join(end));
    expect(rows).toEqual([
      { line: 2, row: 2, cells: ['A', '1'] },
      { line: 4, row: 4, cells: ['B\nb', '2'] },
      { line: 7, row: 6, cells: ['C "c" "Z"', '3'] },
      { line: 8, row: 7, cells: ['Firma "X"', '4'] },
      { line: 9, row: 8, cells: ['"Y" Sp. z o.o.', '5'] },
    ]);
    expect((await read(['sep=;', ...lines].join(end))).rows.at(-1)).toMatchObject({ line: 10, row: 8 });
  });

  it.each([
    ['a quotation mark that is not closed', `Nazwa;Telefon\nA;1\n"B;2\nC;3\n`, { line: 3 }],
    ['one far from its end', `Nazwa;Telefon\nA;1\n"B;2\n${'C;3\n'.repeat(50_000)}`, { line: 3 }],
    ['a row that never ends', `Nazwa;Telefon\n${'x'.repeat(200_000)}`, { line: 2 }],
  ])('says where %s is', async (_, text, details) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'csv_not_readable', details });
  });

  it.each([
    ['an Excel workbook', Buffer.from('PK\u0003\u0004xl/workbook.xml'), 'csv_is_workbook'],
    ['an older workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'csv_is_workbook'],
    ['nothing', Buffer.alloc(0), 'csv_empty'],
    ['a header alone', Buffer.from('Nazwa;Telefon\n;\n'), 'csv_empty'],
    ['more rows than allowed', Buffer.from(`Nazwa;Telefon\n${'A;1\n'.repeat(50_001)}`), 'csv_too_long'],
  ])('is refused if it is %s', async (_, bytes, code) => {
    await expect(read(bytes)).rejects.toMatchObject({ code });
  });

  it('gives back every table that was written, in any character set and with any delimiter', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'ż', 'Ł', '"', ';', ',', '\t', '\n', ' ', '+', '1'),
      maxLength: 8,
    });
    const row = fc.tuple(cell, cell, cell).filter((cells) => cells.some((text) => text.trim() !== ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(';', ',', '\t'),
        fc.constantFrom<BufferEncoding>('utf8', 'utf16le'),
        async (rows, delimiter, encoding) => {
          const quoted = [['Nazwa', 'Firma', 'Telefon'], ...rows].map((cells) =>
            cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter),
          );
          const table = await read(Buffer.from(`\ufeff${quoted.join('\r\n')}`, encoding));
          expect([table.delimiter, cellsOf(table)]).toEqual([delimiter, rows]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never breaks on any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const code = await read(bytes).then(
          () => 'read',
          (error: { code?: string }) => error.code,
        );
        expect(['read', 'csv_not_readable', 'csv_empty', 'csv_is_workbook']).toContain(code);
      }),
      { numRuns: 500 },
    );
  });
});
