import { Transactions } from '@callboard/database';
import { type Clock, newId } from '@callboard/platform';
import type { DataSource } from 'typeorm';
import { ChangedNumbers } from './changed-numbers.service';
import { ContactExternalIdEntity } from './contact-external-id.entity';
import { ContactPhoneEntity } from './contact-phone.entity';
import { ContactEntity } from './contact.entity';
import { ContactsRepository } from './contacts.repository';
import { ContactsService } from './contacts.service';
import { ExternalContacts } from './external-contacts.service';
import { ContactImportRepository } from './import/contact-import.repository';
import { ContactImports } from './import/contact-import.service';

/** The room on the database of a test. */
export interface ContactsRoom {
  readonly contacts: ContactsService;
  readonly imports: ContactImports;
  readonly external: ExternalContacts;
  readonly changed: ChangedNumbers;
  /** Adds an employee; gives their id. */
  hire(name: string, active?: boolean): Promise<string>;
  /** Forgets all contacts. */
  clear(): Promise<unknown>;
}

/** What the room keeps in the database, for the data source of a test; `employees` are another room's. */
export const contactsEntities = [ContactEntity, ContactPhoneEntity, ContactExternalIdEntity];

export function openContactsRoom(dataSource: DataSource, clock: Clock): ContactsRoom {
  const { manager } = dataSource;
  const transactions = new Transactions(dataSource);
  const changed = new ChangedNumbers(manager);
  const contacts = new ContactsService(new ContactsRepository(manager), changed, transactions, clock);
  const stored = new ContactImportRepository(manager);
  return {
    contacts,
    imports: new ContactImports(stored, changed, transactions, clock),
    external: new ExternalContacts(contacts, stored, transactions),
    changed,
    hire: async (name, active = true) => {
      const id = newId();
      await dataSource.query(
        `INSERT INTO employees (id, name, email, role, active, password_hash) VALUES ($1, $2, $3, 'agent', $4, 'x')`,
        [id, name, `${id}@example.com`, active],
      );
      return id;
    },
    clear: () => dataSource.query(`TRUNCATE contacts, changed_numbers CASCADE`),
  };
}
