import * as z from 'zod';

/** Body of every error answer (`application/problem+json`, RFC 9457). */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    /** Stable; programs decide by it. */
    code: z.string(),
    detail: z.string().optional(),
    requestId: z.string().optional(),
    /** What is wrong where, `path` in dots; `code` where a program could do something about it. */
    errors: z
      .array(z.object({ path: z.string(), message: z.string(), code: z.string().optional() }))
      .optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;
