import { Module } from '@nestjs/common';
import { RecordingsModule } from '../recordings.module';
import { LegalHolds } from './legal-holds.service';
import { ListenLog } from './listen-log.service';

/** Who listens to recordings. `RecordingPlayback` is for the process that also has a source and a store. */
@Module({
  imports: [RecordingsModule],
  providers: [LegalHolds, ListenLog],
  exports: [LegalHolds, ListenLog],
})
export class ListeningModule {}
