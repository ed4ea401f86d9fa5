import { RecordingsReadingModule } from '@callboard/recordings';
import { Module } from '@nestjs/common';
import { CallPresenter } from './call-presenter.service';

/** Calls as viewers see them, with what there is to hear. */
@Module({ imports: [RecordingsReadingModule], providers: [CallPresenter], exports: [CallPresenter] })
export class CallPresenterModule {}
