import * as z from 'zod';
import { pageOf, pageQuery } from './paging';
import { moment } from './values';

/** Id of an accepted delivery. */
export const inboundEventId = z.string().regex(/^\d{1,18}$/, 'must be the id of an accepted event');

/** One delivery of the PBX: accepted into the inbox, or refused. */
export const journalEntry = z
  .object({
    id: z.string(),
    verdict: z.enum(['accepted', 'refused']),
    source: z.string(),
    event: z.string().nullable(),
    pbxCallId: z.string().nullable(),
    receivedAt: moment,
    processedAt: moment.nullable(),
    answer: z.unknown(),
    reason: z.string().nullable(),
    error: z.string().nullable(),
    fields: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'JournalEntry' });
export type JournalEntry = z.infer<typeof journalEntry>;

export const journalQuery = pageQuery.extend({
  verdict: z.enum(['accepted', 'refused']).optional(),
  pbxCallId: z.string().max(100).optional(),
});
export type JournalQuery = z.infer<typeof journalQuery>;

export const journalPage = pageOf(journalEntry).meta({ id: 'JournalPage' });
