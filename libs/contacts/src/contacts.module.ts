import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactPhoneEntity } from './contact-phone.entity';
import { ContactEntity } from './contact.entity';
import { ContactsRepository } from './contacts.repository';
import { ContactsService } from './contacts.service';

/** The room of customers. Needs the global database and platform modules. */
@Module({
  imports: [TypeOrmModule.forFeature([ContactEntity, ContactPhoneEntity])],
  providers: [ContactsRepository, ContactsService],
  exports: [ContactsService],
})
export class ContactsModule {}
