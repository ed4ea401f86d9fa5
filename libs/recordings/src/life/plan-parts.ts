import { comparePartKeys, linkPosition, partKeyOf, placeholderKey } from './part-key';

/** A part somebody told of: by its id, or only by its place among the call's links. */
export type ToldPart = { readonly id: string } | { readonly position: number };

/** What identifies a row. */
export interface PartIdentity {
  readonly partKey: string | null;
  /** The id to ask the PBX with; null for a placeholder. */
  readonly sourceId: string | null;
  /** From 1, in the order of recording. */
  readonly part: number;
}

export interface KnownPart extends PartIdentity {
  readonly id: string;
}

/** How the rows of a call must change. */
export interface PartsPlan {
  readonly added: readonly PartIdentity[];
  /** Rows that get another identity. */
  readonly changed: readonly (KnownPart & {
    /** A placeholder that has its id now. */
    readonly takenOver: boolean;
  })[];
}

/** What a call's facts tell: its ids, or that there is something without an id. */
export function toldBy(facts: { recordingIds: readonly string[]; hasRecording: boolean }): ToldPart[] {
  const ids = facts.recordingIds.filter((id) => id.trim() !== '');
  return ids.length > 0 ? ids.map((id) => ({ id })) : facts.hasRecording ? [{ position: 1 }] : [];
}

/**
 * The rows that a call must have, given those it has and what was told now. Pure. Nothing that was known before is
 * given up, so any order of telling leads to the same rows: one for each id, or placeholders while no id is known.
 * A placeholder becomes the row of an id that comes later; several of them wait until as many ids are told at once.
 */
export function planParts(told: readonly ToldPart[], known: readonly KnownPart[]): PartsPlan {
  const ids = idsByKey(told);
  const rows = known.map((row): Draft => ({ ...row, sourceId: betterId(row, ids), takenOver: false }));
  const free = rows.filter(isPlaceholder).sort(inOrder);
  const missing = [...ids.keys()].filter((key) => !rows.some(({ partKey }) => partKey === key));
  // Several links and fewer ids: which belongs to which shows only when all ids are known.
  const isAmbiguous = free.length > 1 && missing.length < free.length;
  for (const key of isAmbiguous ? [] : missing.sort(comparePartKeys)) {
    const identity = { partKey: key, sourceId: ids.get(key) ?? key };
    const placeholder = free.shift();
    if (placeholder) {
      Object.assign(placeholder, identity, { takenOver: true });
    } else {
      rows.push({ ...identity, id: null, part: 0, takenOver: false });
    }
  }
  rows.push(...newPlaceholders(told, rows));
  rows.sort(inOrder).forEach((row, index) => (row.part = index + 1));
  return compare(rows, known);
}

interface Draft {
  /** Null for a row that is still to be made. */
  readonly id: string | null;
  partKey: string | null;
  sourceId: string | null;
  part: number;
  takenOver: boolean;
}

const isPlaceholder = ({ partKey }: { partKey: string | null }): boolean => linkPosition(partKey) !== null;
const inOrder = (one: Draft, other: Draft): number => comparePartKeys(one.partKey, other.partKey);

/** Several spellings of one id: the shortest is the plain one. */
function idsByKey(told: readonly ToldPart[]): Map<string, string> {
  const ids = new Map<string, string>();
  for (const part of told) {
    if ('id' in part) {
      const key = partKeyOf(part.id);
      ids.set(key, shorter(ids.get(key), part.id.trim()));
    }
  }
  return ids;
}

function shorter(one: string | null | undefined, other: string): string {
  if (!one) {
    return other;
  }
  return one.length < other.length || (one.length === other.length && one < other) ? one : other;
}

function betterId({ partKey, sourceId }: KnownPart, ids: ReadonlyMap<string, string>): string | null {
  const told = partKey === null ? undefined : ids.get(partKey);
  return told === undefined ? sourceId : shorter(sourceId, told);
}

/** Places without an id count only as long as no id is known. */
function newPlaceholders(told: readonly ToldPart[], rows: readonly Draft[]): Draft[] {
  if (rows.some((row) => !isPlaceholder(row))) {
    return [];
  }
  const positions = new Set(told.flatMap((part) => ('position' in part ? [part.position] : [])));
  return [...positions]
    .map(placeholderKey)
    .filter((key) => !rows.some(({ partKey }) => partKey === key))
    .map((partKey) => ({ id: null, partKey, sourceId: null, part: 0, takenOver: false }));
}

function compare(rows: readonly Draft[], known: readonly KnownPart[]): PartsPlan {
  const before = new Map(known.map((row) => [row.id, row]));
  const added: PartIdentity[] = [];
  const changed: (KnownPart & { takenOver: boolean })[] = [];
  for (const { id, ...row } of rows) {
    const old = id === null ? undefined : before.get(id);
    if (!old) {
      added.push({ partKey: row.partKey, sourceId: row.sourceId, part: row.part });
    } else if (old.partKey !== row.partKey || old.sourceId !== row.sourceId || old.part !== row.part) {
      changed.push({ ...row, id: old.id });
    }
  }
  return { added, changed };
}
