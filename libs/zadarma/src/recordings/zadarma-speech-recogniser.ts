import { DomainError } from '@callboard/platform';
import {
  type Recognition,
  type RecognitionState,
  sourceError,
  type SpeechRecogniser,
} from '@callboard/recordings';
import { Injectable } from '@nestjs/common';
import type { AnswerOf } from '../rest/endpoints';
import { ZadarmaClient } from '../rest/zadarma-client';
import { PbxRefusedError } from '../rest/zadarma.errors';

/** Zadarma's words for how far it is (facts sheet 4.8). */
const states: Readonly<Record<string, RecognitionState>> = {
  'in progress': 'in_progress',
  error: 'failed',
  recognized: 'recognised',
  'ready for recognize': 'ready',
  'not available for recognize': 'not_available',
};

/** What the account says without paid seconds is written down nowhere; money and seconds are named in any case. */
const usedUpWords = /second|limit|balance|money|funds|paid/i;

/** Zadarma's speech recognition. */
@Injectable()
export class ZadarmaSpeechRecogniser implements SpeechRecogniser {
  constructor(private readonly client: ZadarmaClient) {}

  async look(sourceId: string): Promise<Recognition> {
    const answer = await this.ask(sourceId, 'words');
    const state = states[answer.status];
    if (state === undefined) {
      throw notUnderstood(answer.status);
    }
    if (state !== 'recognised') {
      return { state, language: answer.language, parts: [] };
    }
    const parts = answer.words.map(({ words, channel }) => ({ words, channel, text: '' }));
    if (parts.some(({ words }) => words.length > 0)) {
      return { state, language: answer.language, parts };
    }
    // Some recordings have phrases only.
    const { phrases, language } = await this.ask(sourceId, 'phrases');
    return { state, language, parts: phrases.map(({ text, channel }) => ({ text, channel, words: [] })) };
  }

  async start(sourceId: string): Promise<void> {
    try {
      await this.client.startSpeechRecognition(sourceId, { urgency: 'background' });
    } catch (error) {
      if (!(error instanceof PbxRefusedError)) {
        throw error;
      }
      throw usedUpWords.test(error.pbxMessage) ? secondsUsedUp(error) : refused(error);
    }
  }

  private async ask(callId: string, format: 'words' | 'phrases'): Promise<AnswerOf<'speechRecognition'>> {
    try {
      return await this.client.speechRecognition({ callId, format }, { urgency: 'background' });
    } catch (error) {
      // The only refusal of a question about a recording: it is not known there, or not yet.
      throw error instanceof PbxRefusedError ? sourceError('recording_not_ready', error) : error;
    }
  }
}

const secondsUsedUp = (cause: unknown): DomainError<'recognition_seconds_used_up'> =>
  new DomainError(
    'recognition_seconds_used_up',
    'The paid seconds of speech recognition are used up. Buy more in the Zadarma cabinet.',
    { cause },
  );

const refused = (cause: unknown): DomainError<'recognition_refused'> =>
  new DomainError(
    'recognition_refused',
    'Zadarma does not recognise speech in this recording. Is recognition switched on for the extension?',
    { cause },
  );

const notUnderstood = (status: string): DomainError<'unexpected_answer'> =>
  new DomainError('unexpected_answer', 'Zadarma gave a state of recognition that nobody described.', {
    retryable: true,
    details: { status: status.slice(0, 100) },
  });
