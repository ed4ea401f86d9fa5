import type { CallItem, Recording, RecordingState } from '@callboard/contracts';

/** True for audio that will not come (back). */
export const isGone = (state: RecordingState): boolean => state === 'missing' || state === 'deleted';

/** True for audio that can be heard at once or after a moment; false while it is not certain to come at all. */
export const isThere = (state: RecordingState): boolean => state === 'ready' || state === 'remote';

/** The parts that can be heard, in the order they were recorded. */
export const partsToHear = (parts: readonly Recording[]): Recording[] =>
  parts.filter((part) => !isGone(part.state)).sort((a, b) => a.part - b.part);

/**
 * The next call down a list, newest first, with a recording the viewer may hear now.
 *
 * It is looked for by its place, since the call itself may have left the list.
 */
export function nextInList(list: readonly CallItem[], call: CallItem): CallItem | null {
  const here = list.find(({ id }) => id === call.id) ?? call;
  const follows = (item: CallItem): boolean =>
    item.startedAt === here.startedAt ? item.id < here.id : item.startedAt < here.startedAt;
  return (
    list.find(
      (item) => follows(item) && item.recording?.mayListen === true && isThere(item.recording.state),
    ) ?? null
  );
}
