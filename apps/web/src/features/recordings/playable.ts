import type { CallItem, Recording, RecordingState } from '@callboard/contracts';

/** True for audio that will not come (back). */
export const isGone = (state: RecordingState): boolean => state === 'missing' || state === 'deleted';

/** True for audio that can be heard at once or after a moment; false while it is not certain to come at all. */
const isThere = (state: RecordingState): boolean => state === 'ready' || state === 'remote';

/** The parts that can be heard, in the order they were recorded. */
export const partsToHear = (parts: readonly Recording[]): Recording[] =>
  parts.filter((part) => !isGone(part.state)).sort((a, b) => a.part - b.part);

/** The next call down the list with a recording the viewer may hear now. */
export function nextInList(list: readonly CallItem[], callId: string): CallItem | null {
  const at = list.findIndex((call) => call.id === callId);
  const after = at === -1 ? [] : list.slice(at + 1);
  return after.find(({ recording }) => recording?.mayListen && isThere(recording.state)) ?? null;
}
