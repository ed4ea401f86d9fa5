import { isDeepStrictEqual } from 'node:util';
import type { Contact, ContactExternalName, CreateContactBody } from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { Injectable } from '@nestjs/common';
import { normalizePhones } from './contact-phones';
import { contactsImportRunning } from './contacts.errors';
import { type ContactChange, ContactsService } from './contacts.service';
import { ContactImportRepository } from './import/contact-import.repository';
import { Claims } from './import/import-claims';

/** `created` tells a contact that is new from one that was there, changed or not. */
export interface ExternalContactChange extends ContactChange {
  readonly created: boolean;
}

/** Contacts as other systems keep them, one at a time. */
@Injectable()
export class ExternalContacts {
  constructor(
    private readonly contacts: ContactsService,
    private readonly stored: ContactImportRepository,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Makes a contact exactly what another system says; the same again changes nothing.
   *
   * It is the contact that the source calls so; else, by the rule of imports (`Claims`), the oldest that has one of the
   * numbers and the name and that the source calls nothing yet; else a new one.
   *
   * @throws DomainError `phone_not_valid`, `manager_not_found`, `contacts_import_running`; nothing is stored then
   */
  async put(
    { source, externalId }: ContactExternalName,
    body: CreateContactBody,
    country: string,
  ): Promise<ExternalContactChange> {
    const wanted = { ...body, phones: normalizePhones(body.phones, country) };
    const known = { ...wanted, externalId };
    return this.transactions.run(async (manager) => {
      if (!(await this.stored.takeShortTurn(manager))) {
        throw contactsImportRunning();
      }
      const claims = await Claims.on(await this.stored.storedFor([known], source, manager));
      const found = claims.byExternalId(externalId) ?? claims.namesakes(known)[0];
      if (!found) {
        const change = await this.contacts.create(wanted, country, manager);
        await this.stored.addExternalId({ id: change.contact.id, externalId }, source, manager);
        return { ...change, created: true };
      }
      await this.stored.addExternalId({ id: found.id, externalId }, source, manager);
      const before = await this.contacts.get(found.id, manager);
      const change = isSame(before, wanted)
        ? { contact: before, changedNumbers: [] }
        : await this.contacts.update(found.id, wanted, country, manager);
      return { ...change, created: false };
    });
  }
}

function isSame(stored: Contact, wanted: CreateContactBody): boolean {
  const { name, company, managerId, phones } = stored;
  return isDeepStrictEqual({ name, company, managerId, phones }, { ...wanted });
}
