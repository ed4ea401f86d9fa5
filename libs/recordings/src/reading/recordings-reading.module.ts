import { Module } from '@nestjs/common';
import { RecordingsReader } from './recordings-reader.service';

/** What lists and cards show of recordings. Needs the global database module. */
@Module({ providers: [RecordingsReader], exports: [RecordingsReader] })
export class RecordingsReadingModule {}
