import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChangedNumberEntity } from './changed-number.entity';
import { ChangedNumbers } from './changed-numbers.service';
import { ContactExternalIdEntity } from './contact-external-id.entity';
import { ContactPhoneEntity } from './contact-phone.entity';
import { ContactEntity } from './contact.entity';
import { ContactsRepository } from './contacts.repository';
import { ContactsService } from './contacts.service';
import { ExternalContacts } from './external-contacts.service';
import { ContactImportRepository } from './import/contact-import.repository';
import { ContactImports } from './import/contact-import.service';

/** The room of customers. Needs the global database and platform modules. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      ContactEntity,
      ContactPhoneEntity,
      ContactExternalIdEntity,
      ChangedNumberEntity,
    ]),
  ],
  providers: [
    ContactsRepository,
    ContactsService,
    ContactImportRepository,
    ContactImports,
    ExternalContacts,
    ChangedNumbers,
  ],
  exports: [ContactsService, ContactImports, ExternalContacts, ChangedNumbers],
})
export class ContactsModule {}
