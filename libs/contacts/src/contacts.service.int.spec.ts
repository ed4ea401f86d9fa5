import { createContactBody, type ContactQuery, contactQuery } from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { newId } from '@callboard/platform';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  openTestDataSource,
  type TestDatabase,
} from '@callboard/testing';
import type { DataSource } from 'typeorm';
import type { ChangedNumbers } from './changed-numbers.service';
import { contactsEntities, type ContactsRoom, openContactsRoom } from './contacts-room.fixture';
import type { ContactsService } from './contacts.service';

let database: TestDatabase;
let room: ContactsRoom;
let dataSource: DataSource;
let contacts: ContactsService;
let changed: ChangedNumbers;
const clock = new FakeClock();

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openTestDataSource(database.url, [...contactsEntities, foreignTable('employees')]);
  room = openContactsRoom(dataSource, clock);
  ({ contacts, changed } = room);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(() => room.clear());

interface Draft {
  company?: string | null;
  phones?: (string | { number: string; label: string | null })[];
  managerId?: string | null;
}

function add(name: string, draft: Draft = {}) {
  const phones = (draft.phones ?? []).map((phone) => (typeof phone === 'string' ? { number: phone } : phone));
  return contacts.create(createContactBody.parse({ ...draft, name, phones }), 'PL');
}

async function names(query: Partial<ContactQuery>): Promise<string[]> {
  const { items } = await contacts.list(contactQuery.parse(query), 'PL');
  return items.map(({ name }) => name);
}

describe('ContactsService.create', () => {
  it('stores numbers as E.164, in the given order, each once', async () => {
    const managerId = await room.hire('Jan Kowalski');
    const { contact, changedNumbers } = await add('Anna Nowak', {
      company: 'ACME',
      managerId,
      phones: [{ number: '600 100 200', label: 'mobile' }, '22 123 45 67', '+48600100200'],
    });
    expect(contact).toEqual({
      id: expect.any(String),
      name: 'Anna Nowak',
      company: 'ACME',
      managerId,
      managerName: 'Jan Kowalski',
      phones: [
        { number: '+48600100200', label: 'mobile' },
        { number: '+48221234567', label: null },
      ],
      createdAt: clock.now().toISOString(),
      updatedAt: clock.now().toISOString(),
    });
    expect(changedNumbers).toEqual(['+48600100200', '+48221234567']);
    expect(await contacts.get(contact.id)).toEqual(contact);
  });

  it('names every number it cannot read and stores nothing', async () => {
    await expect(add('Anna Nowak', { phones: ['600100200', 'anonymous', '101'] })).rejects.toMatchObject({
      code: 'phone_not_valid',
      details: { errors: [{ path: 'phones.1.number' }, { path: 'phones.2.number' }] },
    });
    expect(await names({})).toEqual([]);
  });

  it('refuses a manager who is no employee and stores nothing', async () => {
    await expect(add('Anna Nowak', { managerId: newId(), phones: ['600100200'] })).rejects.toMatchObject({
      code: 'manager_not_found',
    });
    expect(await names({})).toEqual([]);
  });
});

describe('ContactsService.update', () => {
  it('changes the given fields alone and names the numbers that came and went', async () => {
    const { contact } = await add('Anna Nowak', { company: 'ACME', phones: ['600100200', '600100201'] });
    clock.advance(1000);
    const change = await contacts.update(
      contact.id,
      {
        phones: [
          { number: '600100201', label: 'desk' },
          { number: '600100202', label: null },
        ],
      },
      'PL',
    );
    expect(change.contact).toEqual({
      ...contact,
      phones: [
        { number: '+48600100201', label: 'desk' },
        { number: '+48600100202', label: null },
      ],
      updatedAt: clock.now().toISOString(),
    });
    expect(change.changedNumbers.toSorted()).toEqual(['+48600100200', '+48600100202']);
    expect(await contacts.findByNumber('+48600100200')).toEqual([]);
  });

  it('touches no number when only words change, and all numbers when the manager does', async () => {
    const managerId = await room.hire('Jan Kowalski');
    const { contact } = await add('Anna Nowak', { phones: ['600100200'] });
    const renamed = await contacts.update(contact.id, { name: 'Anna Lis', company: null }, 'PL');
    expect(renamed.changedNumbers).toEqual([]);
    expect(await names({ q: 'lis' })).toEqual(['Anna Lis']);
    expect(await names({ q: 'nowak' })).toEqual([]);
    const managed = await contacts.update(contact.id, { managerId }, 'PL');
    expect(managed.changedNumbers).toEqual(['+48600100200']);
    expect(managed.contact.managerName).toBe('Jan Kowalski');
    const freed = await contacts.update(contact.id, { managerId: null }, 'PL');
    expect(freed.contact).toMatchObject({ managerId: null, managerName: null });
  });

  it('keeps everything when a number or the manager is wrong', async () => {
    const { contact } = await add('Anna Nowak', { phones: ['600100200'] });
    const badPhone = { name: 'Other', phones: [{ number: 'anonymous', label: null }] };
    await expect(contacts.update(contact.id, badPhone, 'PL')).rejects.toMatchObject({
      code: 'phone_not_valid',
    });
    await expect(
      contacts.update(contact.id, { name: 'Other', managerId: newId() }, 'PL'),
    ).rejects.toMatchObject({ code: 'manager_not_found' });
    expect(await contacts.get(contact.id)).toEqual(contact);
  });

  it('lets simultaneous edits follow one another', async () => {
    const { contact } = await add('Anna Nowak', { phones: ['600100200'] });
    const numbers = ['600100201', '600100202', '600100203'];
    await Promise.all(
      numbers.map((number) => contacts.update(contact.id, { phones: [{ number, label: null }] }, 'PL')),
    );
    expect((await contacts.get(contact.id)).phones).toHaveLength(1);
  });

  it('knows no contact that was removed', async () => {
    const { contact } = await add('Anna Nowak', { phones: ['600100200'] });
    expect(await contacts.remove(contact.id)).toEqual({ changedNumbers: ['+48600100200'] });
    const missing = { code: 'contact_not_found' };
    await expect(contacts.update(contact.id, { name: 'Other' }, 'PL')).rejects.toMatchObject(missing);
    await expect(contacts.remove(contact.id)).rejects.toMatchObject(missing);
    await expect(contacts.get(contact.id)).rejects.toMatchObject(missing);
    expect(await contacts.findByNumber('+48600100200')).toEqual([]);
  });
});

describe('ContactsService.findByNumber', () => {
  it('gives everybody who has the number, those with a manager first', async () => {
    const managerId = await room.hire('Jan Kowalski');
    const family = await add('Piotr Nowak', { phones: ['600100200'] });
    const customer = await add('Anna Nowak', { company: 'ACME', phones: ['600100200'], managerId });
    expect(await contacts.findByNumber('+48600100200')).toEqual([
      {
        id: customer.contact.id,
        name: 'Anna Nowak',
        company: 'ACME',
        managerId,
        managerName: 'Jan Kowalski',
      },
      { id: family.contact.id, name: 'Piotr Nowak', company: null, managerId: null, managerName: null },
    ]);
  });

  it('never confuses countries that share the last nine digits', async () => {
    await add('Ukrainian', { phones: ['+380501234567'] });
    await add('Polish', { phones: ['501234567'] });
    expect((await contacts.findByNumber('+48501234567')).map(({ name }) => name)).toEqual(['Polish']);
    expect((await contacts.findByNumber('+380501234567')).map(({ name }) => name)).toEqual(['Ukrainian']);
  });

  it('sees what the transaction it joins has not committed yet', async () => {
    await new Transactions(dataSource).run(async (manager) => {
      const id = newId();
      await manager.query(
        `INSERT INTO contacts (id, name, search_text, created_at, updated_at) VALUES ($1, 'New', 'new', now(), now())`,
        [id],
      );
      await manager.query(`INSERT INTO contact_phones VALUES ($1, '+48600100299', null, 0)`, [id]);
      expect(await contacts.findByNumber('+48600100299', manager)).toHaveLength(1);
      expect(await contacts.findByNumber('+48600100299')).toHaveLength(0);
    });
  });

  it('looks the number up in its index', async () => {
    await dataSource.query(`
      INSERT INTO contacts (id, name, search_text, created_at, updated_at)
      SELECT gen_random_uuid(), 'Contact ' || n, 'contact ' || n, now(), now() FROM generate_series(1, 5000) n`);
    await dataSource.query(`
      INSERT INTO contact_phones (contact_id, number, position)
      SELECT id, '+48' || (600000000 + row_number() OVER ()), 0 FROM contacts`);
    await dataSource.query(`ANALYZE contacts, contact_phones`);
    const plan = await dataSource.query(
      `EXPLAIN SELECT c.id FROM contact_phones p JOIN contacts c ON c.id = p.contact_id WHERE p.number = '+48600000042'`,
    );
    expect(JSON.stringify(plan)).toContain('ix_contact_phones_number');
    expect(JSON.stringify(plan)).not.toContain('Seq Scan');
  });
});

describe('ContactsService.list', () => {
  it('walks all contacts by name as people sort them, page by page, also among equal names', async () => {
    const all = ['Żak', 'adam', 'Łukasz', 'Zenon', 'Adam', 'Ewa', 'Ewa', 'Ewa', 'Lis'];
    for (const name of all) {
      await add(name);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await contacts.list(contactQuery.parse({ limit: '2', cursor: cursor ?? undefined }), 'PL');
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(
      ['adam', 'Adam', 'Ewa', 'Ewa', 'Ewa', 'Lis', 'Łukasz', 'Żak', 'Zenon'].toSorted(byRootOrder),
    );
  });

  it('ends the last full page without a cursor', async () => {
    await add('Anna');
    await add('Ewa');
    expect((await contacts.list(contactQuery.parse({ limit: 2 }), 'PL')).nextCursor).toBeNull();
  });

  it('finds by exact number in any spelling', async () => {
    await add('Anna', { phones: ['+48600100200'] });
    await add('Olena', { phones: ['+380501234567'] });
    for (const phone of ['600100200', '+48 600 100 200', '0048600100200', ' 48600100200', '0600100200']) {
      expect(await names({ phone })).toEqual(['Anna']);
    }
    expect(await names({ phone: '100200' })).toEqual([]);
    expect(await names({ phone: 'anonymous' })).toEqual([]);
    expect(await names({ phone: '+380501234567', q: 'anna' })).toEqual([]);
  });

  it('finds by words of name and company, folded, in any order, and by digits of a number', async () => {
    await add('Łukasz Żółć', { company: 'ACME Polska', phones: ['600100200'] });
    await add('Anna Nowak', { company: '100% Soków_Spółka', phones: ['22 123 45 67'] });
    expect(await names({ q: 'acme lukasz' })).toEqual(['Łukasz Żółć']);
    expect(await names({ q: 'ŻÓŁ' })).toEqual(['Łukasz Żółć']);
    expect(await names({ q: 'łukasz nowak' })).toEqual([]);
    expect(await names({ q: '600 100' })).toEqual(['Łukasz Żółć']);
    expect(await names({ q: '+48 22-123' })).toEqual(['Anna Nowak']);
    expect(await names({ q: '0048221' })).toEqual(['Anna Nowak']);
    expect(await names({ q: '100% s' })).toEqual(['Anna Nowak']);
    expect(await names({ q: 'sokow_' })).toEqual(['Anna Nowak']);
    expect(await names({ q: 'a_na' })).toEqual([]);
    expect(await names({ q: 'a\\' })).toEqual([]);
  });

  it('limits to a manager', async () => {
    const managerId = await room.hire('Jan Kowalski');
    await add('Anna', { managerId });
    await add('Ewa');
    expect(await names({ managerId })).toEqual(['Anna']);
  });

  it.each(['x', Buffer.from('["a"]').toString('base64url'), Buffer.from('["a","b"]').toString('base64url')])(
    'refuses the cursor %j of another list',
    async (cursor) => {
      await expect(names({ cursor })).rejects.toMatchObject({ code: 'cursor_not_valid' });
    },
  );
});

const byRootOrder = new Intl.Collator('und').compare;

describe('ChangedNumbers', () => {
  const later = () => new Date(clock.now().getTime() + 1);
  const waiting = () => changed.waiting(later(), 10);

  it('notes the numbers of every change, and nothing of a change that failed', async () => {
    const { contact } = await add('Anna', { phones: ['600100200'] });
    await contacts.update(contact.id, { phones: [{ number: '600100201', label: null }] }, 'PL');
    await expect(add('Jan', { phones: ['600100202'], managerId: newId() })).rejects.toThrow();
    expect(await waiting()).toEqual(['+48600100200', '+48600100201']);
    expect(await changed.waiting(clock.now(), 10)).toEqual([]);
    await contacts.remove(contact.id, ['+48600100203']);
    expect(await waiting()).toEqual(['+48600100200', '+48600100201', '+48600100203']);
  });

  it('forgets what was settled, but neither a later change nor work that failed', async () => {
    const { contact } = await add('Anna', { phones: ['600100200', '600100201'] });
    const numbers = ['+48600100200', '+48600100201'];
    await expect(changed.settle(numbers, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await waiting()).toEqual(numbers);
    await changed.settle(numbers, async () => {
      clock.advance(1);
      await contacts.update(contact.id, { phones: [{ number: '600100201', label: null }] }, 'PL');
    });
    expect(await waiting()).toEqual(['+48600100200']);
  });
});
