import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChangedNumberEntity } from './changed-number.entity';
import { ChangedNumbers } from './changed-numbers.service';
import { ContactPhoneEntity } from './contact-phone.entity';
import { ContactEntity } from './contact.entity';
import { ContactsRepository } from './contacts.repository';
import { ContactsService } from './contacts.service';

/** The room of customers. Needs the global database and platform modules. */
@Module({
  imports: [TypeOrmModule.forFeature([ContactEntity, ContactPhoneEntity, ChangedNumberEntity])],
  providers: [ContactsRepository, ContactsService, ChangedNumbers],
  exports: [ContactsService, ChangedNumbers],
})
export class ContactsModule {}
