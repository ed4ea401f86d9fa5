import { recordingState } from '@callboard/contracts';
import { afterStep, type RecordingStep, statesBefore } from './recording-life';

const allSteps: RecordingStep[] = [
  'attempted',
  'found',
  'stored',
  'givenUp',
  'toldAgain',
  'askedAgain',
  'deleted',
];

/** Every allowed step, so that a new one is a decision and no accident. */
const allowed: Readonly<Record<string, string>> = {
  'expected attempted': 'fetching',
  'expected deleted': 'deleted',
  'fetching attempted': 'fetching',
  'fetching found': 'remote',
  'fetching stored': 'ready',
  'fetching givenUp': 'missing',
  'fetching deleted': 'deleted',
  'remote attempted': 'fetching',
  'remote deleted': 'deleted',
  'missing toldAgain': 'expected',
  'missing askedAgain': 'fetching',
  'missing deleted': 'deleted',
  'ready deleted': 'deleted',
};
const pairs = recordingState.options.flatMap((state) => allSteps.map((step) => [state, step] as const));

describe('the life of a recording', () => {
  it.each(pairs)('%s, then %s', (state, step) => {
    const after = allowed[`${state} ${step}`];
    if (after === undefined) {
      expect(() => afterStep(state, step)).toThrow(`A recording that is ${state} cannot be ${step}.`);
    } else {
      expect(afterStep(state, step)).toBe(after);
    }
    expect(statesBefore(step).includes(state)).toBe(after !== undefined);
  });
});
