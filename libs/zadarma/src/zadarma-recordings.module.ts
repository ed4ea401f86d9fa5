import { RECORDING_SOURCE, SOURCE_DELETION, SPEECH_RECOGNISER } from '@callboard/recordings';
import { Module } from '@nestjs/common';
import { ZadarmaRecordingSource } from './recordings/zadarma-recording-source';
import { ZadarmaSourceDeletion } from './recordings/zadarma-source-deletion';
import { ZadarmaSpeechRecogniser } from './recordings/zadarma-speech-recogniser';
import { PersonalShare } from './rest/personal-share';
import { ZadarmaModule } from './zadarma.module';

/** Zadarma as the place where recordings come from, are deleted, and are turned into text. */
@Module({
  imports: [ZadarmaModule],
  providers: [
    PersonalShare,
    { provide: RECORDING_SOURCE, useClass: ZadarmaRecordingSource },
    { provide: SOURCE_DELETION, useClass: ZadarmaSourceDeletion },
    { provide: SPEECH_RECOGNISER, useClass: ZadarmaSpeechRecogniser },
  ],
  exports: [PersonalShare, RECORDING_SOURCE, SOURCE_DELETION, SPEECH_RECOGNISER],
})
export class ZadarmaRecordingsModule {}
