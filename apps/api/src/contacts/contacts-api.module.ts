import { AuthModule } from '@callboard/auth';
import { CallsModule } from '@callboard/calls';
import { ContactsModule } from '@callboard/contacts';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { ContactImportController } from './contact-import.controller';
import { ContactsController } from './contacts.controller';
import { ExternalContactsController } from './external-contacts.controller';
import { Rematching } from './rematching.service';

@Module({
  imports: [AuthModule, CallsModule, ContactsModule, ZadarmaModule],
  controllers: [ContactImportController, ContactsController, ExternalContactsController],
  providers: [Rematching],
})
export class ContactsApiModule {}
