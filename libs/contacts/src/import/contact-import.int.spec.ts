import { type Contact, contactQuery, createContactBody } from '@callboard/contracts';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  openTestDataSource,
  type TestDatabase,
} from '@callboard/testing';
import type { DataSource } from 'typeorm';
import type { ChangedNumbers } from '../changed-numbers.service';
import { contactsEntities, type ContactsRoom, openContactsRoom } from '../contacts-room.fixture';
import type { ContactsService } from '../contacts.service';
import type { ContactImport, ContactImportResult, ContactImports } from './contact-import.service';

let database: TestDatabase;
let room: ContactsRoom;
let dataSource: DataSource;
let contacts: ContactsService;
let imports: ContactImports;
let changed: ChangedNumbers;
const clock = new FakeClock();

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openTestDataSource(database.url, [...contactsEntities, foreignTable('employees')]);
  room = openContactsRoom(dataSource, clock);
  ({ contacts, imports, changed } = room);
  await room.hire('Anna Żak');
  await room.hire('Piotr Dawny', false);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(() => room.clear());

const file = (lines: readonly string[], more: Partial<ContactImport> = {}): ContactImport => ({
  bytes: Buffer.from(lines.join('\r\n')),
  source: 'import',
  overwrite: false,
  country: 'PL',
  ...more,
});
const run = (lines: readonly string[], more?: Partial<ContactImport>) =>
  imports.run(file(lines, more), () => Promise.resolve());
const add = (name: string, numbers: string[], company: string | null = null) =>
  contacts.create(
    createContactBody.parse({ name, company, phones: numbers.map((number) => ({ number })) }),
    'PL',
  );

async function stored(): Promise<Partial<Contact>[]> {
  const { items } = await contacts.list(contactQuery.parse({ limit: 200 }), 'PL');
  return items.map(({ name, company, managerName, phones }) => ({ name, company, managerName, phones }));
}

const waiting = () => changed.waiting(new Date(clock.now().getTime() + 1), 100_000);

const customers = [
  'ID zewnętrzne;Nazwa;Firma;Telefon;Komórka;Opiekun',
  'k1;Łukasz Żółć;ACME;22 123 45 67;600 100 200;Anna Żak',
  ';Ewa Lis;;600100201 / 600100202;;',
  'k3;Bez Numeru;;;;',
  ';;;600100203;;',
  ';Jan Zły;;brak;;',
  ';Jan Obcy;;600100204;;Piotr Dawny',
  ';Jan Drugi;;600100200;;',
];

describe('an import of contacts', () => {
  it('stores the good rows, tells of the bad ones, and notes the numbers to be matched again', async () => {
    const { report, changedNumbers } = await run(customers);
    expect(report).toMatchObject({ dryRun: false, added: 3, updated: 0, unchanged: 0, failed: 4, kept: 0 });
    expect(report.problems.map(({ line, code }) => [line, code])).toEqual([
      [5, 'name_missing'],
      [6, 'phone_not_readable'],
      [7, 'manager_unknown'],
      [8, 'phone_repeated'],
    ]);
    expect(report.problems[1]).toMatchObject({
      value: 'brak',
      cells: ['', 'Jan Zły', '', 'brak', '', ''],
      message: expect.stringContaining('+'),
    });
    expect(await stored()).toEqual([
      { name: 'Bez Numeru', company: null, managerName: null, phones: [] },
      {
        name: 'Ewa Lis',
        company: null,
        managerName: null,
        phones: [
          { number: '+48600100201', label: null },
          { number: '+48600100202', label: null },
        ],
      },
      {
        name: 'Łukasz Żółć',
        company: 'ACME',
        managerName: 'Anna Żak',
        phones: [
          { number: '+48221234567', label: null },
          { number: '+48600100200', label: 'Komórka' },
        ],
      },
    ]);
    const numbers = ['+48221234567', '+48600100200', '+48600100201', '+48600100202'];
    expect(changedNumbers.toSorted()).toEqual(numbers);
    expect(await waiting()).toEqual(numbers);
    // What an import stores is found like anything else.
    expect((await contacts.list(contactQuery.parse({ q: 'zolc acme' }), 'PL')).items).toHaveLength(1);
    expect((await contacts.list(contactQuery.parse({ q: '600100201' }), 'PL')).items).toHaveLength(1);
  });

  it('says beforehand what it will do, and does nothing', async () => {
    const preview = await imports.preview(file(customers));
    expect(await stored()).toEqual([]);
    const { report } = await run(customers);
    expect(preview).toEqual({ ...report, dryRun: true });
    expect(preview.file).toEqual({
      charset: 'utf-8',
      delimiter: ';',
      rows: 7,
      columns: [
        { header: 'ID zewnętrzne', field: 'externalId', samples: ['k1', 'k3'] },
        { header: 'Nazwa', field: 'name', samples: ['Łukasz Żółć', 'Ewa Lis', 'Bez Numeru'] },
        { header: 'Firma', field: 'company', samples: ['ACME'] },
        {
          header: 'Telefon',
          field: 'phone',
          samples: ['22 123 45 67', '600100201 / 600100202', '600100203'],
        },
        { header: 'Komórka', field: 'phone', samples: ['600 100 200'] },
        { header: 'Opiekun', field: 'manager', samples: ['Anna Żak', 'Piotr Dawny'] },
      ],
    });
  });

  it('changes nothing when the same file comes again', async () => {
    await run(customers);
    const before = await dataSource.query(`SELECT * FROM contacts ORDER BY id`);
    await dataSource.query(`TRUNCATE changed_numbers`);
    clock.advance(1000);
    let audited = false;
    const { report, changedNumbers } = await imports.run(file(customers), () => {
      audited = true;
      return Promise.resolve();
    });
    expect(report).toMatchObject({ added: 0, updated: 0, unchanged: 3, failed: 4 });
    expect([changedNumbers, await waiting(), audited]).toEqual([[], [], false]);
    expect(await dataSource.query(`SELECT * FROM contacts ORDER BY id`)).toEqual(before);
  });

  it('fills in what is missing and keeps what people entered', async () => {
    await add('Ewa Lis', ['600100201'], 'Lis i Spółka');
    await dataSource.query(`TRUNCATE changed_numbers`);
    const lines = [
      'Nazwa;Firma;Telefon;Opiekun',
      'LIS EWA;Inna;600100201;anna zak',
      'Ewa Lisowska;;600100201;',
    ];
    const first = await run(lines);
    expect(first.report).toMatchObject({ added: 0, updated: 1, failed: 1, kept: 1 });
    expect(await stored()).toEqual([
      {
        name: 'Ewa Lis',
        company: 'Lis i Spółka',
        managerName: 'Anna Żak',
        phones: [{ number: '+48600100201', label: null }],
      },
    ]);
    // The manager decides who is called, so the number counts as changed.
    expect(first.changedNumbers).toEqual(['+48600100201']);
  });

  it('replaces name and company only if it may, and never adds a second contact for a number', async () => {
    await add('Ewa', ['600100201']);
    const lines = ['Nazwa;Firma;Telefon', 'Ewa Lisowska;ACME;600100201;'];
    const careful = await run(lines);
    expect(careful.report).toMatchObject({ added: 0, updated: 0, failed: 1 });
    expect(careful.report.problems[0]).toMatchObject({
      code: 'phone_of_another',
      value: '+48600100201',
      otherContact: { name: 'Ewa' },
    });
    const bold = await run(lines, { overwrite: true });
    expect(bold.report).toMatchObject({ added: 0, updated: 1, failed: 0 });
    expect(await stored()).toMatchObject([{ name: 'Ewa Lisowska', company: 'ACME' }]);
    expect((await contacts.list(contactQuery.parse({ q: 'lisowska' }), 'PL')).items).toHaveLength(1);
    expect((await run(lines, { overwrite: true })).report).toMatchObject({ unchanged: 1 });
  });

  it('knows a contact by its external id whatever else has changed, and each system has its own ids', async () => {
    const moved = ['ID;Nazwa;Telefon', '7;Ewa Lis;600100209'];
    await run(['ID;Nazwa;Telefon', '7;Ewa Lis;600100201']);
    expect((await run(moved)).report).toMatchObject({ added: 0, updated: 1 });
    expect(await stored()).toMatchObject([
      { phones: [{ number: '+48600100201' }, { number: '+48600100209' }] },
    ]);
    const other = ['ID;Nazwa;Telefon', '7;Jan Nowak;600100300'];
    expect((await run(other, { source: 'erp' })).report).toMatchObject({ added: 1 });
    expect((await run(moved, { source: 'erp' })).report).toMatchObject({ updated: 1, kept: 1 });
  });

  it('takes columns as it is told, and refuses to begin without a name or a number', async () => {
    const lines = ['A;B', 'Jan;600100200'];
    await expect(run(lines)).rejects.toMatchObject({
      code: 'csv_column_missing',
      details: { missing: 'name' },
    });
    await expect(run(lines, { columns: ['name', 'ignore'] })).rejects.toMatchObject({
      details: { missing: 'phone' },
    });
    expect((await imports.preview(file(lines))).failed).toBe(1);
    expect((await run(lines, { columns: ['name', 'phone'] })).report).toMatchObject({ added: 1 });
  });

  it('does not take the first customer of a file without header for one', async () => {
    const lines = ['Jan;600100200', 'Ewa;600100201'];
    await expect(imports.preview(file(lines))).rejects.toMatchObject({ code: 'csv_header_missing' });
    await expect(run(lines, { columns: ['name', 'phone'] })).rejects.toMatchObject({
      code: 'csv_header_missing',
    });
  });

  it('stores nothing at all if it cannot store everything, and then the whole file', async () => {
    const failing = imports.run(file(customers), () => Promise.reject(new Error('the process died')));
    await expect(failing).rejects.toThrow('died');
    expect([await stored(), await waiting()]).toEqual([[], []]);
    expect((await run(customers)).report).toMatchObject({ added: 3 });
  });

  it('stores nobody twice when the same file comes again before it is stored', async () => {
    let second: Promise<ContactImportResult> | undefined;
    await imports.run(file(customers), async () => {
      second = run(customers);
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    expect((await second)?.report).toMatchObject({ added: 0, updated: 0, unchanged: 3 });
    expect(await stored()).toHaveLength(3);
  });

  it('waits for an edit of the same contact, and keeps it', async () => {
    const { contact } = await add('Ewa Lis', ['600100201']);
    const lines = ['Nazwa;Firma;Telefon', 'Ewa Lis;ACME;600100201'];
    let importing: Promise<unknown> = Promise.resolve();
    await dataSource.transaction(async (manager) => {
      await manager.query(`UPDATE contacts SET company = 'Edited' WHERE id = $1`, [contact.id]);
      importing = run(lines);
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    await importing;
    expect(await stored()).toMatchObject([{ company: 'Edited' }]);
  });

  it('reports at most a thousand rows, but counts all', async () => {
    const lines = ['Nazwa;Telefon', ...Array.from({ length: 1_200 }, () => 'Jan;brak')];
    const preview = await imports.preview(file(lines));
    expect([preview.failed, preview.problems.length]).toEqual([1_200, 1_000]);
  });

  it('asks the database a few times for each thousand rows', async () => {
    const lines = [
      'ID;Nazwa;Firma;Telefon',
      ...Array.from({ length: 5_000 }, (_, index) => `${index};Klient ${index};ACME;${600_000_000 + index}`),
    ];
    const runner = dataSource.createQueryRunner();
    const asked = jest.spyOn(Object.getPrototypeOf(runner) as typeof runner, 'query');
    const { report, changedNumbers } = await run(lines);
    const statements = asked.mock.calls.length;
    asked.mockRestore();
    expect([report.added, report.failed, changedNumbers.length]).toEqual([5_000, 0, 5_000]);
    expect(statements).toBeLessThan(40);
    expect((await run(lines)).report).toMatchObject({ unchanged: 5_000 });
  });
});
