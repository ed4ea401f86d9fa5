import { AuthModule } from '@callboard/auth';
import { RecordingEraser, RecordingStorageModule, RetentionModule } from '@callboard/recordings';
import { ZadarmaModule, ZadarmaRecordingsModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { Turns } from '../upkeep/turns.service';
import { RecordingsEraseProcessor } from './recordings-erase.processor';
import { RecordingsRetainProcessor } from './recordings-retain.processor';
import { RetentionSchedule } from './retention.schedule';

/** Deletes recordings that are older than they are kept. */
@Module({
  imports: [AuthModule, RetentionModule, RecordingStorageModule, ZadarmaModule, ZadarmaRecordingsModule],
  providers: [RecordingEraser, RecordingsEraseProcessor, RecordingsRetainProcessor, RetentionSchedule, Turns],
})
export class RetentionWorkModule {}
