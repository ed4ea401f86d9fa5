import * as z from 'zod';

/** Query parameters every list takes: an opaque cursor from the page before, and 1–200 rows. */
export const pageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A page of a list, walked by keyset. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A page of a list, walked by keyset. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
