import type { CallItem } from '@callboard/contracts';

/** A page of calls in the cache; `end` is the place of its last call as fetched, whatever happens to it later. */
export interface CallListPage {
  items: CallItem[];
  nextCursor: string | null;
  end: Place | null;
}

type Place = Pick<CallItem, 'id' | 'startedAt'>;

/** True if `a` stands above `b` in a list: newer start first, then the greater id. */
export const isAbove = (a: Place, b: Place): boolean =>
  a.startedAt === b.startedAt ? a.id > b.id : a.startedAt > b.startedAt;

/** A fetched page with its end remembered. */
export function callListPage(items: CallItem[], nextCursor: string | null): CallListPage {
  return { items, nextCursor, end: items.at(-1) ?? null };
}

/**
 * Puts a newer copy of a call where it belongs in the loaded pages, or takes it out.
 *
 * `belongs` says whether the list's filters hold the call. A call that belongs below what is loaded
 * is left to the page that will bring it.
 */
export function placeCall(pages: CallListPage[], call: CallItem, belongs: boolean): CallListPage[] {
  const without = pages.map((page) =>
    page.items.some((item) => item.id === call.id)
      ? { ...page, items: page.items.filter((item) => item.id !== call.id) }
      : page,
  );
  const target = belongs ? pageFor(without, call) : -1;
  return without.map((page, index) => (index === target ? withCall(page, call) : page));
}

function pageFor(pages: CallListPage[], call: CallItem): number {
  return pages.findIndex(
    (page) => page.nextCursor === null || (page.end !== null && !isAbove(page.end, call)),
  );
}

function withCall(page: CallListPage, call: CallItem): CallListPage {
  const at = page.items.findIndex((item) => isAbove(call, item));
  return { ...page, items: page.items.toSpliced(at === -1 ? page.items.length : at, 0, call) };
}

/** Replaces a call where it stands; its place and membership are left to the server. */
export function replaceCall(pages: CallListPage[], call: CallItem): CallListPage[] {
  return pages.map((page) =>
    page.items.some((item) => item.id === call.id)
      ? { ...page, items: page.items.map((item) => (item.id === call.id ? call : item)) }
      : page,
  );
}
