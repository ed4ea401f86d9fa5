import { CallsModule } from '@callboard/calls';
import { PbxModule } from '@callboard/pbx';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { CallRequestAnnouncer } from './call-request-announcer.service';
import { CallRequestUpkeep } from './call-request-upkeep.service';
import { DialProcessor } from './dial.processor';
import { PhoneCheck } from './phone-check.service';

/** Click-to-call, from the wish to the ringing phone. */
@Module({
  imports: [CallsModule, PbxModule, ZadarmaModule],
  providers: [CallRequestAnnouncer, CallRequestUpkeep, DialProcessor, PhoneCheck],
})
export class CallRequestsWorkModule {}
