import { compareRecordingIds } from '@callboard/calls';

const channelId = /(?<!\d)\d{9,10}\.\d+/;
const linkKey = /^link\.(\d+)$/;

/**
 * What makes a part the same part: the `<unix seconds>.<sequence>` inside the PBX's id, which comes alone or inside a
 * file name (`1-1458313316.343456-100-2016-01-11-100155`). Ids of another spelling are their own key.
 */
export function partKeyOf(id: string): string {
  return channelId.exec(id)?.[0] ?? id.trim();
}

/** The `<unix seconds>.<sequence>` in a text of the PBX; null if there is none. */
export function partKeyIn(text: string): string | null {
  return channelId.exec(text)?.[0] ?? null;
}

/**
 * The key of a part of which only the place among a call's links is known: null for the first, since a placeholder
 * is made before anybody knows how many there are.
 *
 * @param position from 1
 */
export function placeholderKey(position: number): string | null {
  return position === 1 ? null : `link.${position}`;
}

/** The place among the call's links, from 1, if the key is a placeholder's; null for a part with an id. */
export function linkPosition(partKey: string | null): number | null {
  const position = partKey === null ? '1' : linkKey.exec(partKey)?.[1];
  return position === undefined ? null : Number(position);
}

/** In the order of recording; placeholders last, in the order of their links. */
export function comparePartKeys(one: string | null, other: string | null): number {
  const [first, second] = [linkPosition(one), linkPosition(other)];
  if (first !== null || second !== null) {
    return (first ?? 0) - (second ?? 0);
  }
  return compareRecordingIds(one ?? '', other ?? '');
}
