import type {
  Contact,
  ContactPhone,
  ContactQuery,
  CreateContactBody,
  Page,
  UpdateContactBody,
} from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { Clock, newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { ChangedNumbers } from './changed-numbers.service';
import { decodeCursor, encodeCursor } from './contact-cursor';
import { ContactPhoneEntity } from './contact-phone.entity';
import { changedNumbers as numbersChangedBetween, normalizePhones } from './contact-phones';
import { contactSearchText, searchFragments } from './contact-search';
import { ContactEntity } from './contact.entity';
import { contactNotFound, managerNotFound } from './contacts.errors';
import { type ContactCandidate, type ContactRow, ContactsRepository } from './contacts.repository';
import { normalizePhone } from './normalize-phone';

/**
 * A stored contact, and the numbers (E.164) whose calls may now belong to somebody else. They are noted in
 * `ChangedNumbers` too, until somebody has settled them.
 */
export interface ContactChange {
  readonly contact: Contact;
  readonly changedNumbers: string[];
}

type Fields = Pick<Contact, 'name' | 'company' | 'managerId'> & { phones: ContactPhone[] };

/** Customers, found by number, by words, or by page. `country` is the account's default one, for national numbers. */
@Injectable()
export class ContactsService {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly changed: ChangedNumbers,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Contacts by name. A `phone` that cannot be read is nobody's.
   *
   * @throws DomainError `cursor_not_valid`
   */
  async list(query: ContactQuery, country: string): Promise<Page<Contact>> {
    const number = query.phone === undefined ? undefined : normalizePhone(query.phone, country);
    const after = query.cursor ? decodeCursor(query.cursor) : undefined;
    if (number === null) {
      return { items: [], nextCursor: null };
    }
    const rows = await this.contacts.page({
      number,
      fragments: searchFragments(query.q ?? ''),
      managerId: query.managerId,
      after,
      limit: query.limit + 1,
    });
    const items = rows.slice(0, query.limit).map(toContact);
    const last = items.at(-1);
    const hasMore = rows.length > query.limit && last !== undefined;
    return { items, nextCursor: hasMore ? encodeCursor([last.name, last.id]) : null };
  }

  /**
   * Joins `manager`'s transaction.
   *
   * @throws DomainError `contact_not_found`
   */
  async get(id: string, manager?: EntityManager): Promise<Contact> {
    const row = await this.contacts.byId(id, manager);
    if (!row) {
      throw contactNotFound(id);
    }
    return toContact(row);
  }

  /**
   * Joins `joined`, a transaction, if there is one.
   *
   * @throws DomainError `phone_not_valid`, `manager_not_found`; nothing is stored then
   */
  async create(body: CreateContactBody, country: string, joined?: EntityManager): Promise<ContactChange> {
    const fields = { ...body, phones: normalizePhones(body.phones, country) };
    const now = this.clock.now();
    const id = newId();
    const changedNumbers = fields.phones.map(({ number }) => number);
    const insert = async (manager: EntityManager): Promise<Contact> => {
      const entity = toEntity({ id, createdAt: now, updatedAt: now }, fields);
      await this.contacts.insert(entity, toPhones(id, fields.phones), manager);
      await this.changed.add(changedNumbers, now, manager);
      return this.stored(id, manager);
    };
    const contact = await this.write(fields.managerId, insert, joined);
    return { contact, changedNumbers };
  }

  /**
   * Changes the given fields; absent ones keep their value, `phones` replaces the whole list. Joins `joined`, a
   * transaction, if there is one.
   *
   * @throws DomainError `contact_not_found`, `phone_not_valid`, `manager_not_found`; nothing is stored then
   */
  async update(
    id: string,
    body: UpdateContactBody,
    country: string,
    joined?: EntityManager,
  ): Promise<ContactChange> {
    const phones = body.phones && normalizePhones(body.phones, country);
    const replace = async (manager: EntityManager): Promise<ContactChange> => {
      await this.contacts.lock(id, manager);
      const before = await this.stored(id, manager);
      const fields: Fields = {
        name: body.name ?? before.name,
        company: body.company === undefined ? before.company : body.company,
        managerId: body.managerId === undefined ? before.managerId : body.managerId,
        phones: phones ?? before.phones,
      };
      const moments = { id, createdAt: new Date(before.createdAt), updatedAt: this.clock.now() };
      await this.contacts.replace(toEntity(moments, fields), toPhones(id, fields.phones), manager);
      const contact = await this.stored(id, manager);
      const changedNumbers = numbersChangedBetween(before, contact);
      await this.changed.add(changedNumbers, this.clock.now(), manager);
      return { contact, changedNumbers };
    };
    return await this.write(body.managerId ?? null, replace, joined);
  }

  /**
   * @param shownFor numbers (E.164) it did not have, but whose calls are shown with it
   * @throws DomainError `contact_not_found`
   */
  remove(id: string, shownFor: readonly string[] = []): Promise<{ changedNumbers: string[] }> {
    return this.transactions.run(async (manager) => {
      await this.contacts.lock(id, manager);
      const { phones } = await this.stored(id, manager);
      await this.contacts.remove(id, manager);
      const changedNumbers = [...new Set([...phones.map(({ number }) => number), ...shownFor])];
      await this.changed.add(changedNumbers, this.clock.now(), manager);
      return { changedNumbers };
    });
  }

  /** Everybody who has the number, those with a manager first. One index look-up; joins `manager`'s transaction. */
  findByNumber(e164: string, manager?: EntityManager): Promise<ContactCandidate[]> {
    return this.contacts.byNumber(e164, manager);
  }

  private async stored(id: string, manager: EntityManager): Promise<Contact> {
    const row = await this.contacts.byId(id, manager);
    if (!row) {
      throw contactNotFound(id);
    }
    return toContact(row);
  }

  /** The foreign key, not a look-up before, says whether the manager exists: it cannot be outrun. */
  private async write<T>(
    managerId: string | null,
    work: (manager: EntityManager) => Promise<T>,
    joined?: EntityManager,
  ): Promise<T> {
    try {
      return await (joined ? work(joined) : this.transactions.run(work));
    } catch (error) {
      if (managerId !== null && isManagerMissing(error)) {
        throw managerNotFound(managerId);
      }
      throw error;
    }
  }
}

function isManagerMissing(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) {
    return false;
  }
  const { constraint } = error.driverError as Error & { constraint?: string };
  return constraint === 'fk_contacts_manager_id';
}

function toContact(row: ContactRow): Contact {
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

function toEntity(
  moments: Pick<ContactEntity, 'id' | 'createdAt' | 'updatedAt'>,
  { name, company, managerId, phones }: Fields,
): ContactEntity {
  const numbers = phones.map(({ number }) => number);
  const searchText = contactSearchText(name, company, numbers);
  return Object.assign(new ContactEntity(), { ...moments, name, company, managerId, searchText });
}

function toPhones(contactId: string, phones: readonly ContactPhone[]): ContactPhoneEntity[] {
  return phones.map(({ number, label }, position) =>
    Object.assign(new ContactPhoneEntity(), { contactId, number, label, position }),
  );
}
