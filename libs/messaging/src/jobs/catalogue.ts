import type { JobDefinition } from '../define-job';
import { callRequestsDial } from './call-requests-dial.job';
import { callsRefold } from './calls-refold.job';
import { callsRematch } from './calls-rematch.job';
import { pbxSync } from './pbx-sync.job';
import { recordingsCheck } from './recordings-check.job';
import { recordingsFetch } from './recordings-fetch.job';
import { recordingsErase } from './recordings-erase.job';
import { recordingsRetain } from './recordings-retain.job';
import { recordingsTranscribe } from './recordings-transcribe.job';
import { zadarmaInboundEvent } from './zadarma-inbound-event.job';

/** Every job there is; a worker refuses to start unless each has exactly one handler. */
export const jobCatalogue: readonly JobDefinition[] = [
  zadarmaInboundEvent,
  pbxSync,
  callsRematch,
  callsRefold,
  callRequestsDial,
  recordingsCheck,
  recordingsFetch,
  recordingsErase,
  recordingsRetain,
  recordingsTranscribe,
];
