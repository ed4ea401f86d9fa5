import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { JournalController } from './journal.controller';

@Module({ imports: [ZadarmaModule], controllers: [JournalController] })
export class JournalApiModule {}
