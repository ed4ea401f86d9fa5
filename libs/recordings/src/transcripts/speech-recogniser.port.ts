import type { RecognisedPart } from './recognised-speech';

/** `ready`: could be started; `not_available`: not for this recording or account. */
export type RecognitionState = 'ready' | 'in_progress' | 'recognised' | 'failed' | 'not_available';

export interface Recognition {
  readonly state: RecognitionState;
  readonly language: string | null;
  /** What was said, once it is recognised. */
  readonly parts: readonly RecognisedPart[];
}

/**
 * Who turns recorded speech into text. All methods throw a `DomainError`: those named below, and those of the
 * connection (`rate_limited`, `unreachable`, `timeout`, …).
 */
export interface SpeechRecogniser {
  /** @throws DomainError `recording_not_ready` if it does not know the recording */
  look(sourceId: string): Promise<Recognition>;
  /** Begins to recognise, which costs money. @throws DomainError `recognition_seconds_used_up`, `recognition_refused` */
  start(sourceId: string): Promise<void>;
}

/** Injection token of the recogniser. */
export const SPEECH_RECOGNISER = Symbol('SPEECH_RECOGNISER');
