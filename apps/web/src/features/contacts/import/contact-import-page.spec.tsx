import type { ContactImportReport } from '@callboard/contracts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { uuid } from '../../../../test/calls';
import { renderScreen } from '../../../../test/screen';
import { Refusal, stubServer } from '../../../../test/stub-server';
import { ContactImportPage } from './contact-import-page';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null, applyAccept: false });

const report: ContactImportReport = {
  dryRun: true,
  file: {
    charset: 'windows-1250',
    delimiter: ';',
    rows: 4,
    columns: [
      { header: 'Nazwa', field: 'name', samples: ['Jan', 'Ewa'] },
      { header: 'Uwagi', field: 'ignore', samples: [] },
      { header: 'Telefon', field: 'phone', samples: ['600100200'] },
    ],
  },
  added: 2,
  updated: 0,
  unchanged: 1,
  failed: 1,
  kept: 1,
  problems: [
    {
      line: 4,
      row: 3,
      code: 'phone_of_another',
      message: 'in English',
      value: '+48600100200',
      otherRow: null,
      otherContact: { id: uuid(1), name: 'Anna' },
      cells: ['Ewa "Lis"', '', '600100200'],
    },
  ],
};

const csv = (name = 'klienci.csv') => new File(['Nazwa;Uwagi;Telefon\nJan;;600100200\n'], name);

const read = (file: Blob): Promise<ArrayBuffer> =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.readAsArrayBuffer(file);
  });

// jsdom has none of its own.
Blob.prototype.arrayBuffer = function arrayBuffer() {
  return read(this);
};

describe('the import of contacts', () => {
  let server: ReturnType<typeof stubServer>;
  let answer: (query: URLSearchParams) => unknown;
  beforeEach(() => {
    answer = () => report;
    server = stubServer({ 'POST /contacts/import': ({ query }) => answer(query) });
  });
  afterEach(() => server.restore());

  const asked = () => server.asked.map(({ query }) => Object.fromEntries(query));
  const choose = async (file = csv()) => {
    await user.upload(screen.getByLabelText(/^Wybierz/), file);
    return screen.findByRole('heading', { name: 'Co się stanie' });
  };

  it('previews the file as it is chosen, and sends it as a file', async () => {
    await renderScreen(<ContactImportPage />);
    await choose();
    expect(asked()).toEqual([{ source: 'import', overwrite: 'false', dryRun: 'true' }]);
    expect(server.asked[0]?.headers['content-type']).toBe('text/csv');
    expect(screen.getAllByRole('status')[0]?.textContent).toBe('klienci.csv · 4 wiersze');
    const bad = screen.getByRole('row', { name: /Ewa "Lis"/ });
    expect(bad.textContent).toContain('Numer +48 600 100 200 należy już do kontaktu Anna');
    expect(screen.getByText(/W 1 wierszu plik podaje inną nazwę/)).toBeTruthy();
  });

  it('takes a file that is dropped, and reads what is no file as an empty one', async () => {
    await renderScreen(<ContactImportPage />);
    const place = screen.getByLabelText('Wybierz plik').parentElement!;
    fireEvent.dragOver(place);
    fireEvent.drop(place, { dataTransfer: { files: [csv('upuszczony.csv')] } });
    expect(await screen.findByText('upuszczony.csv')).toBeTruthy();
    const folder = csv('folder');
    folder.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
    answer = () => new Refusal(400, 'csv_empty');
    fireEvent.drop(place, { dataTransfer: { files: [folder] } });
    expect((await screen.findByRole('alert')).textContent).toContain('nie ma żadnych wierszy');
  });

  it('asks anew when a column, the character set or replacing is chosen, and stores with the same wishes', async () => {
    await renderScreen(<ContactImportPage />);
    await choose();
    await user.selectOptions(screen.getByLabelText('Co zawiera kolumna Uwagi'), 'Firma');
    await user.selectOptions(screen.getByLabelText('Kodowanie znaków'), 'ISO-8859-2');
    await user.click(screen.getByLabelText(/^Zastąp nazwę/));
    const wishes = { source: 'import', overwrite: 'true', columns: 'name,company,phone' };
    await waitFor(() => expect(asked().at(-1)).toEqual({ ...wishes, dryRun: 'true' }));
    expect(server.asked.at(-1)?.headers['content-type']).toBe('text/csv; charset=iso-8859-2');
    await user.click(await screen.findByRole('button', { name: 'Importuj 2 kontakty' }));
    await screen.findByRole('heading', { name: 'Import zakończony' });
    expect(asked().at(-1)).toEqual({ ...wishes, dryRun: 'false' });
    expect(document.activeElement?.textContent).toContain('Import zakończony');
  });

  it('begins anew with another file after it is done', async () => {
    await renderScreen(<ContactImportPage />);
    await choose();
    await user.click(screen.getByRole('button', { name: 'Importuj 2 kontakty' }));
    await user.click(await screen.findByRole('button', { name: 'Importuj kolejny plik' }));
    expect(screen.getByLabelText('Wybierz plik')).toBeTruthy();
    expect(screen.queryByText('klienci.csv')).toBeNull();
  });

  it('says which columns are still to be chosen, and where ids are from once there are some', async () => {
    const columns = report.file.columns.map((column) => ({ ...column, field: 'ignore' as const }));
    answer = (query) => ({
      ...report,
      added: 0,
      file: {
        ...report.file,
        columns: columns.map((column, place) => ({
          ...column,
          field: query.get('columns')?.split(',')[place] ?? column.field,
        })),
      },
    });
    await renderScreen(<ContactImportPage />);
    await choose();
    expect(screen.getByText(/Wskaż kolumnę z nazwą/)).toBeTruthy();
    expect(screen.getByText(/Wskaż kolumnę z numerem/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Importuj/ })).toBeNull();
    await user.selectOptions(screen.getByLabelText('Co zawiera kolumna Uwagi'), 'ID w innym systemie');
    const source = await screen.findByLabelText('Z jakiego systemu są te ID');
    expect(screen.queryByText(/Wskaż kolumnę z numerem/)).toBeNull();
    await user.clear(source);
    await user.type(source, 'stary crm');
    await user.tab();
    expect(screen.getByText(/bez spacji/)).toBeTruthy();
    await user.clear(source);
    await user.type(source, 'optima{Enter}');
    await waitFor(() => expect(asked().at(-1)).toMatchObject({ source: 'optima' }));
    expect(asked().some(({ source: sent }) => sent !== 'import' && sent !== 'optima')).toBe(false);
  });

  it('says why a file cannot be read, and takes the next', async () => {
    answer = () => new Refusal(400, 'csv_is_workbook');
    await renderScreen(<ContactImportPage />);
    await user.upload(screen.getByLabelText('Wybierz plik'), csv('klienci.xlsx'));
    expect((await screen.findByRole('alert')).textContent).toContain('To skoroszyt Excela');
    expect(screen.queryByRole('button', { name: 'Spróbuj ponownie' })).toBeNull();
    answer = () => report;
    await choose();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('does not even send a file that is too large', async () => {
    await renderScreen(<ContactImportPage />);
    const large = csv();
    Object.defineProperty(large, 'size', { value: 10 * 1_048_576 + 1 });
    await user.upload(screen.getByLabelText('Wybierz plik'), large);
    expect((await screen.findByRole('alert')).textContent).toContain('Plik jest za duży');
    expect(server.asked).toEqual([]);
  });

  it('hands out the rows that were left out, as a file that can be corrected', async () => {
    let saved: Blob | undefined;
    URL.createObjectURL = (blob) => {
      saved = blob as Blob;
      return 'blob:rows';
    };
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    await renderScreen(<ContactImportPage />);
    await choose();
    const section = within(screen.getAllByRole('region', { name: 'Pominięte wiersze' })[0]!);
    await user.click(section.getByRole('button', { name: 'Pobierz pominięte wiersze' }));
    const text = new TextDecoder('utf-8').decode(await read(saved!));
    expect(text.split('\r\n')).toEqual([
      '"Wiersz";"Co poprawić";"Nazwa";"Uwagi";"Telefon"',
      expect.stringContaining('"3";"Numer +48 600 100 200 należy już do kontaktu Anna.'),
      '',
    ]);
    expect(text).toContain('"Ewa ""Lis""";"";"600100200"');
  });
});
