import { CallsModule } from '@callboard/calls';
import { ContactsModule } from '@callboard/contacts';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { ContactsController } from './contacts.controller';

@Module({ imports: [CallsModule, ContactsModule, ZadarmaModule], controllers: [ContactsController] })
export class ContactsApiModule {}
