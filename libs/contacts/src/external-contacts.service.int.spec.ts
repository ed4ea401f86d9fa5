import { type Contact, contactQuery, createContactBody } from '@callboard/contracts';
import { newId } from '@callboard/platform';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  openTestDataSource,
  type TestDatabase,
} from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { contactsEntities, type ContactsRoom, openContactsRoom } from './contacts-room.fixture';

let database: TestDatabase;
let room: ContactsRoom;
let dataSource: DataSource;
const clock = new FakeClock();

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openTestDataSource(database.url, [...contactsEntities, foreignTable('employees')]);
  room = openContactsRoom(dataSource, clock);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(() => room.clear());

interface Draft {
  name?: string;
  company?: string;
  numbers?: readonly string[];
  managerId?: string;
}

const bodyOf = ({ name = 'Ewa Lis', numbers = ['600100201'], ...more }: Draft) =>
  createContactBody.parse({ ...more, name, phones: numbers.map((number) => ({ number })) });
const put = (externalId: string, draft: Draft = {}, source = 'crm') =>
  room.external.put({ source, externalId }, bodyOf(draft), 'PL');
const importFile = (lines: readonly string[], alongside = () => Promise.resolve()) =>
  room.imports.run(
    { bytes: Buffer.from(lines.join('\n')), source: 'crm', overwrite: false, country: 'PL' },
    alongside,
  );
const all = async (): Promise<Contact[]> =>
  (await room.contacts.list(contactQuery.parse({ limit: 200 }), 'PL')).items;
const waiting = () => room.changed.waiting(new Date(clock.now().getTime() + 1), 100);
const forgetChanges = () => dataSource.query(`TRUNCATE changed_numbers`);
const externalIds = () =>
  dataSource.query<{ source: string; externalId: string; contactId: string }[]>(
    `SELECT source, external_id AS "externalId", contact_id AS "contactId" FROM contact_external_ids ORDER BY 1, 2`,
  );

describe('ExternalContacts.put', () => {
  it('stores a contact it does not know, and then makes it exactly what the system says', async () => {
    const managerId = await room.hire('Jan Kowalski');
    const first = await put('7', { company: 'ACME', managerId, numbers: ['600100201', '600100202'] });
    expect(first).toMatchObject({
      created: true,
      contact: { name: 'Ewa Lis', company: 'ACME', managerName: 'Jan Kowalski' },
      changedNumbers: ['+48600100201', '+48600100202'],
    });
    await forgetChanges();
    clock.advance(1000);
    const second = await put('7', { name: 'Ewa Lisowska', managerId, numbers: ['600100202', '600100203'] });
    expect(second.created).toBe(false);
    expect(second.contact).toEqual({
      ...first.contact,
      name: 'Ewa Lisowska',
      company: null,
      phones: [
        { number: '+48600100202', label: null },
        { number: '+48600100203', label: null },
      ],
      updatedAt: clock.now().toISOString(),
    });
    expect(second.changedNumbers.toSorted()).toEqual(['+48600100201', '+48600100203']);
    expect(await waiting()).toEqual(['+48600100201', '+48600100203']);
    expect(await all()).toEqual([second.contact]);
  });

  it('changes nothing when the same comes again, in whatever spelling', async () => {
    const { contact } = await put('7', { numbers: ['600100201', '22 123 45 67'] });
    await forgetChanges();
    clock.advance(1000);
    for (const numbers of [
      ['600100201', '22 123 45 67'],
      ['+48 600-100-201', '0048221234567'],
    ]) {
      expect(await put('7', { numbers })).toEqual({ contact, changedNumbers: [], created: false });
    }
    expect([await waiting(), await all()]).toEqual([[], [contact]]);
  });

  it('notices another order of the numbers, though no call has to be matched again', async () => {
    await put('7', { numbers: ['600100201', '600100202'] });
    const swapped = await put('7', { numbers: ['600100202', '600100201'] });
    expect(swapped).toMatchObject({
      contact: { phones: [{ number: '+48600100202' }, { number: '+48600100201' }] },
      changedNumbers: [],
    });
  });

  it('takes the contact of an import, or of a person, that has one of its numbers and its name', async () => {
    await importFile(['Nazwa;Firma;Telefon', 'Lis Ewa;ACME;600100201']);
    const [imported] = await all();
    await forgetChanges();
    const taken = await put('7', { numbers: ['600100209', '600100201'] });
    expect(taken).toMatchObject({ created: false, changedNumbers: ['+48600100209'] });
    expect(taken.contact).toMatchObject({ id: imported?.id, name: 'Ewa Lis', company: null });
    expect(await externalIds()).toEqual([{ source: 'crm', externalId: '7', contactId: imported?.id }]);
    expect((await importFile(['ID;Nazwa;Telefon', '7;Ewa Lis;600100201'])).report.unchanged).toBe(1);
    expect(await all()).toEqual([taken.contact]);
  });

  it('gives a contact that two systems know an id of each', async () => {
    const { contact } = await put('7');
    await forgetChanges();
    expect(await put('k-1', {}, 'erp')).toEqual({ contact, changedNumbers: [], created: false });
    expect(await externalIds()).toEqual([
      { source: 'crm', externalId: '7', contactId: contact.id },
      { source: 'erp', externalId: 'k-1', contactId: contact.id },
    ]);
    expect(await waiting()).toEqual([]);
  });

  it('never takes a contact that the same system calls otherwise, nor one with another name', async () => {
    await put('7');
    const others = [await put('8'), await put('9', { name: 'Jan Lis' })];
    expect(others.map(({ created }) => created)).toEqual([true, true]);
    expect(await all()).toHaveLength(3);
    expect((await put('7', { name: 'Jan Lis' })).created).toBe(false);
    expect((await externalIds()).map(({ externalId }) => externalId)).toEqual(['7', '8', '9']);
  });

  it('stores one contact when ten equal requests come at once', async () => {
    // The first round may be in order by chance, while connections are opened.
    for (const [round, numbers] of [['600100201'], ['600100202'], []].entries()) {
      const asked = Array.from({ length: 10 }, () => put(`${round}`, { numbers }));
      const changes = await Promise.all(asked);
      expect(changes.filter(({ created }) => created)).toHaveLength(1);
      expect(new Set(changes.map(({ contact }) => contact.id)).size).toBe(1);
      expect(changes.flatMap(({ changedNumbers }) => changedNumbers)).toHaveLength(numbers.length);
      expect([await all(), await externalIds()]).toMatchObject([
        { length: round + 1 },
        { length: round + 1 },
      ]);
    }
  });

  it('stores one contact when ten systems tell of it at once', async () => {
    const changes = await Promise.all(Array.from({ length: 10 }, (_, index) => put('7', {}, `crm${index}`)));
    expect(changes.filter(({ created }) => created)).toHaveLength(1);
    expect([await all(), await externalIds()]).toMatchObject([{ length: 1 }, { length: 10 }]);
  });

  it('stores a deleted contact anew, also one that is being deleted', async () => {
    const { contact } = await put('7');
    await room.contacts.remove(contact.id);
    expect(await externalIds()).toEqual([]);
    const again = await put('7');
    expect(again.created).toBe(true);
    let meanwhile = Promise.resolve(again);
    await dataSource.transaction(async (manager) => {
      await manager.query(`DELETE FROM contacts WHERE id = $1`, [again.contact.id]);
      meanwhile = put('7');
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    const last = await meanwhile;
    expect(last.created).toBe(true);
    expect(await all()).toEqual([last.contact]);
  });

  it('stores nothing if a number or the manager is wrong', async () => {
    const { contact } = await put('7');
    await forgetChanges();
    const nobody = newId();
    await expect(put('8', { numbers: ['600100200', 'anonymous'] })).rejects.toMatchObject({
      code: 'phone_not_valid',
      details: { errors: [{ path: 'phones.1.number' }] },
    });
    for (const id of ['7', '8']) {
      const wrong = put(id, { name: 'Jan', numbers: ['600100200'], managerId: nobody });
      await expect(wrong).rejects.toMatchObject({ code: 'manager_not_found', details: { id: nobody } });
    }
    await expect(put('k-1', { managerId: nobody }, 'erp')).rejects.toMatchObject({
      code: 'manager_not_found',
    });
    expect([await all(), await waiting()]).toEqual([[contact], []]);
    expect(await externalIds()).toMatchObject([{ externalId: '7' }]);
  });

  it('does not wait for an import, but asks to come again', async () => {
    await importFile(['ID;Nazwa;Telefon', '7;Ewa Lis;600100201'], async () => {
      await expect(put('7')).rejects.toMatchObject({
        code: 'contacts_import_running',
        details: { retryAfterSeconds: expect.any(Number) },
      });
    });
    expect((await put('7')).created).toBe(false);
    expect(await all()).toHaveLength(1);
  });
});
