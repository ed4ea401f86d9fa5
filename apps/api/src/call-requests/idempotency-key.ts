import * as z from 'zod';
import { validationFailed } from '../http/validation.pipe';

/** Visible characters, as the header's draft standard and every known client write it. */
const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,255}$/);

/**
 * The `Idempotency-Key` of a request, null without one.
 *
 * @throws DomainError `validation_failed`
 */
export function readIdempotencyKey(header: string | undefined): string | null {
  const key = header?.trim() ?? '';
  if (key === '') {
    return null;
  }
  const parsed = idempotencyKey.safeParse(key);
  if (!parsed.success) {
    const message = 'An Idempotency-Key has at most 255 visible characters.';
    throw validationFailed([{ path: 'Idempotency-Key', message }]);
  }
  return parsed.data;
}
