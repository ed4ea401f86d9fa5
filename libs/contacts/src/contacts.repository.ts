import type { Contact } from '@callboard/contracts';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { ContactPosition } from './contact-cursor';
import { ContactPhoneEntity } from './contact-phone.entity';
import { ContactEntity } from './contact.entity';

/** A contact that has the number somebody calls from; how likely it is meant is for the caller to judge. */
export interface ContactCandidate {
  readonly id: string;
  readonly name: string;
  readonly company: string | null;
  readonly managerId: string | null;
  readonly managerName: string | null;
}

/** Which contacts a list holds; absent criteria do not limit it. */
export interface ContactCriteria {
  /** E.164. */
  readonly number?: string;
  /** Folded fragments, all of which the contact contains. */
  readonly fragments: readonly string[];
  readonly managerId?: string;
  readonly after?: ContactPosition;
  readonly limit: number;
}

export type ContactRow = Omit<Contact, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

const selectContacts = `
  SELECT c.id, c.name, c.company, c.manager_id AS "managerId", m.name AS "managerName",
    c.created_at AS "createdAt", c.updated_at AS "updatedAt",
    (SELECT coalesce(json_agg(json_build_object('number', p.number, 'label', p.label) ORDER BY p.position), '[]')
       FROM contact_phones p WHERE p.contact_id = c.id) AS phones
  FROM contacts c LEFT JOIN employees m ON m.id = c.manager_id`;

// Names sort as people expect them in every language, which the database's own collation does not promise.
const sortName = `c.name COLLATE "und-x-icu"`;

const likeContaining = (fragment: string): string => `%${fragment.replace(/[\\%_]/g, '\\$&')}%`;

/** Rows of contacts. Employees are joined by table name: their room is not ours to import. */
@Injectable()
export class ContactsRepository {
  constructor(private readonly manager: EntityManager) {}

  page(criteria: ContactCriteria): Promise<ContactRow[]> {
    const parameters: unknown[] = [];
    const bind = (value: unknown): string => `$${parameters.push(value)}`;
    const conditions = criteria.fragments.map(
      (fragment) => `c.search_text LIKE ${bind(likeContaining(fragment))}`,
    );
    if (criteria.number !== undefined) {
      conditions.push(
        `c.id IN (SELECT contact_id FROM contact_phones WHERE number = ${bind(criteria.number)})`,
      );
    }
    if (criteria.managerId !== undefined) {
      conditions.push(`c.manager_id = ${bind(criteria.managerId)}`);
    }
    if (criteria.after) {
      const [name, id] = criteria.after;
      conditions.push(`(${sortName}, c.id) > (${bind(name)}, ${bind(id)}::uuid)`);
    }
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    return this.manager.query<ContactRow[]>(
      `${selectContacts} ${where} ORDER BY ${sortName}, c.id LIMIT ${bind(criteria.limit)}`,
      parameters,
    );
  }

  async byId(id: string, manager = this.manager): Promise<ContactRow | undefined> {
    const [row] = await manager.query<ContactRow[]>(`${selectContacts} WHERE c.id = $1`, [id]);
    return row;
  }

  /** Holds the contact until the transaction ends, so that two edits follow one another. */
  async lock(id: string, manager: EntityManager): Promise<void> {
    await manager.query(`SELECT 1 FROM contacts WHERE id = $1 FOR UPDATE`, [id]);
  }

  byNumber(number: string, manager = this.manager): Promise<ContactCandidate[]> {
    return manager.query<ContactCandidate[]>(
      `SELECT c.id, c.name, c.company, c.manager_id AS "managerId", m.name AS "managerName"
       FROM contact_phones p
       JOIN contacts c ON c.id = p.contact_id
       LEFT JOIN employees m ON m.id = c.manager_id
       WHERE p.number = $1
       ORDER BY c.manager_id IS NULL, c.id`,
      [number],
    );
  }

  async insert(contact: ContactEntity, phones: ContactPhoneEntity[], manager: EntityManager): Promise<void> {
    await manager.insert(ContactEntity, contact);
    await manager.insert(ContactPhoneEntity, phones);
  }

  async replace(contact: ContactEntity, phones: ContactPhoneEntity[], manager: EntityManager): Promise<void> {
    await manager.update(ContactEntity, { id: contact.id }, contact);
    await manager.delete(ContactPhoneEntity, { contactId: contact.id });
    await manager.insert(ContactPhoneEntity, phones);
  }

  async remove(id: string, manager: EntityManager): Promise<void> {
    await manager.delete(ContactEntity, { id });
  }
}
