import { ContactsModule } from '@callboard/contacts';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { ContactsController } from './contacts.controller';

@Module({ imports: [ContactsModule, ZadarmaModule], controllers: [ContactsController] })
export class ContactsApiModule {}
