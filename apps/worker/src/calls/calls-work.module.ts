import { CallsModule } from '@callboard/calls';
import { ContactsModule } from '@callboard/contacts';
import { PbxModule } from '@callboard/pbx';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { ZadarmaEventsModule } from '../zadarma-events/zadarma-events.module';
import { RefoldProcessor } from './refold.processor';
import { RematchProcessor } from './rematch.processor';

/** Work over calls that are there already. */
@Module({
  imports: [CallsModule, ContactsModule, PbxModule, ZadarmaModule, ZadarmaEventsModule],
  providers: [RematchProcessor, RefoldProcessor],
})
export class CallsWorkModule {}
