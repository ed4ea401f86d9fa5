import { CallsModule } from '@callboard/calls';
import { ContactsModule } from '@callboard/contacts';
import { PbxModule } from '@callboard/pbx';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { PbxWorkModule } from '../pbx/pbx-work.module';
import { Closer } from './closer.service';
import { FollowUps } from './follow-ups.service';
import { Sweep } from './sweep.service';
import { Turns } from './turns.service';
import { UpkeepSchedule } from './upkeep.schedule';

/** Finds what fell by the way. */
@Module({
  imports: [ScheduleModule.forRoot(), CallsModule, ContactsModule, PbxModule, ZadarmaModule, PbxWorkModule],
  providers: [Sweep, FollowUps, Closer, Turns, UpkeepSchedule],
})
export class UpkeepModule {}
