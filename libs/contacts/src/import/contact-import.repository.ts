import { newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { contactSearchText } from '../contact-search';
import type { Known, StoredContact } from './import-claims';
import { type Manager, Managers } from './managers';
import type { ImportRow } from './read-row';

/** Rows in one statement: enough to be quick, few enough to be small. */
const atOnce = 1_000;

/** What an import reads and writes, a thousand rows at a time. */
@Injectable()
export class ContactImportRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Active employees. Read by table name: their room is not ours to import. */
  async managers(): Promise<Managers> {
    return new Managers(
      await this.manager.query<Manager[]>(`SELECT id, name, email FROM employees WHERE active`),
    );
  }

  /** Lets one import after another store, so that none misses what the one before has added. */
  async takeTurn(manager: EntityManager): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('contacts.import'))`);
  }

  /**
   * Lets one contact of another system after another be stored, and none during an import.
   *
   * @returns false while an import stores: waiting for it would keep connections from everybody else
   */
  async takeShortTurn(manager: EntityManager): Promise<boolean> {
    const [turn] = await manager.query<{ free: boolean }[]>(
      `SELECT pg_try_advisory_xact_lock_shared(hashtext('contacts.import')) AS free`,
    );
    if (!turn?.free) {
      return false;
    }
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('contacts.external'))`);
    return true;
  }

  /**
   * Every contact that has an external id or a number of the rows.
   *
   * @param manager the transaction to hold them in against edits; without, they are only read
   */
  async storedFor(rows: readonly Known[], source: string, manager?: EntityManager): Promise<StoredContact[]> {
    const ids = rows.flatMap(({ externalId }) => externalId ?? []);
    const numbers = [...new Set(numbersOf(rows))];
    const found = new Map<string, StoredContact>();
    for (const [wantedIds, wantedNumbers] of [
      ...[...inParts(ids)].map((some) => [some, []]),
      ...[...inParts(numbers)].map((some) => [[], some]),
    ]) {
      const contacts = await (manager ?? this.manager).query<StoredContact[]>(
        `SELECT c.id, c.name, c.company, c.manager_id AS "managerId", x.external_id AS "externalId",
           (SELECT coalesce(json_agg(json_build_object('number', p.number, 'label', p.label) ORDER BY p.position), '[]')
              FROM contact_phones p WHERE p.contact_id = c.id) AS phones
         FROM contacts c LEFT JOIN contact_external_ids x ON x.contact_id = c.id AND x.source = $1
         WHERE c.id IN (
           SELECT contact_id FROM contact_external_ids WHERE source = $1 AND external_id = ANY ($2)
           UNION ALL SELECT contact_id FROM contact_phones WHERE number = ANY ($3))
         ORDER BY c.id ${manager ? 'FOR NO KEY UPDATE OF c' : ''}`,
        [source, wantedIds, wantedNumbers],
      );
      contacts.forEach((contact) => found.set(contact.id, contact));
    }
    return [...found.values()];
  }

  async insert(rows: readonly ImportRow[], source: string, now: Date, manager: EntityManager): Promise<void> {
    for (const some of inParts(rows)) {
      const contacts = some.map((row) => ({ ...row, id: newId() }));
      await manager.query(
        `INSERT INTO contacts (id, name, company, manager_id, search_text, created_at, updated_at)
         SELECT id, name, company, manager_id, search_text, $2, $2
         FROM jsonb_to_recordset($1::jsonb)
           AS row (id uuid, name text, company text, manager_id uuid, search_text text)`,
        [JSON.stringify(contacts.map(columnsOf)), now],
      );
      await addPhones(contacts, manager);
      await addExternalIds(contacts, source, manager);
    }
  }

  /** Writes what an import may change of stored contacts; their numbers are only added to. */
  async update(
    contacts: readonly StoredContact[],
    source: string,
    now: Date,
    manager: EntityManager,
  ): Promise<void> {
    for (const some of inParts(contacts)) {
      await manager.query(
        `UPDATE contacts c
         SET name = row.name, company = row.company, manager_id = row.manager_id, search_text = row.search_text,
           updated_at = $2
         FROM jsonb_to_recordset($1::jsonb)
           AS row (id uuid, name text, company text, manager_id uuid, search_text text)
         WHERE c.id = row.id`,
        [JSON.stringify(some.map(columnsOf)), now],
      );
      await addPhones(some, manager);
      await addExternalIds(some, source, manager);
    }
  }

  async addExternalId(named: Named, source: string, manager: EntityManager): Promise<void> {
    await addExternalIds([named], source, manager);
  }
}

type Written = StoredContact;
type Named = Pick<StoredContact, 'id' | 'externalId'>;

function columnsOf({ id, name, company, managerId, phones }: Written): Record<string, string | null> {
  const searchText = contactSearchText(name, company, numbersOf([{ phones }]));
  return { id, name, company, manager_id: managerId, search_text: searchText };
}

/** The position of a number is its place in the list, so that those already there are the ones that stay. */
async function addPhones(contacts: readonly Written[], manager: EntityManager): Promise<void> {
  const phones = contacts.flatMap(({ id, phones }) =>
    phones.map(({ number, label }, position) => ({ contact_id: id, number, label, position })),
  );
  await manager.query(
    `INSERT INTO contact_phones (contact_id, number, label, position)
     SELECT contact_id, number, label, position
     FROM jsonb_to_recordset($1::jsonb) AS row (contact_id uuid, number text, label text, position smallint)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(phones)],
  );
}

async function addExternalIds(
  contacts: readonly Named[],
  source: string,
  manager: EntityManager,
): Promise<void> {
  const named = contacts.filter(({ externalId }) => externalId !== null);
  await manager.query(
    `INSERT INTO contact_external_ids (source, external_id, contact_id)
     SELECT $1, external_id, contact_id
     FROM unnest($2::text[], $3::uuid[]) AS row (external_id, contact_id)
     ON CONFLICT DO NOTHING`,
    [source, named.map(({ externalId }) => externalId), named.map(({ id }) => id)],
  );
}

const numbersOf = (rows: readonly Pick<ImportRow, 'phones'>[]): string[] =>
  rows.flatMap(({ phones }) => phones.map(({ number }) => number));

function* inParts<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += atOnce) {
    yield rows.slice(at, at + atOnce);
  }
}
