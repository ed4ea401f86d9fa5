import { id } from '@callboard/contracts';
import * as z from 'zod';

const storageKey = 'callboard.wishes';

const wishList = z.array(
  z.object({
    requestId: id,
    callee: z.object({ number: z.string(), name: z.string().nullish(), contactId: id.nullish() }),
  }),
);

/** A wish the server has taken, as it is found again after the page was loaded anew. */
export type RememberedWish = z.infer<typeof wishList>[number];

/** The wishes this tab had on its screen; none where the store holds nonsense or is locked. */
export function rememberedWishes(): RememberedWish[] {
  try {
    return wishList.parse(JSON.parse(sessionStorage.getItem(storageKey) ?? '[]'));
  } catch {
    return [];
  }
}

/** Notes what this tab has on its screen, until the tab is closed. */
export function rememberWishes(wishes: readonly RememberedWish[]): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(wishes));
  } catch {
    // A browser without room or leave to store loses sight of its calls on a reload, and of nothing else.
  }
}
