import type { CallRequestFailure } from '@callboard/contracts';
import { type ZadarmaErrorCode, ZadarmaError } from '@callboard/zadarma';

/** What a failed attempt to dial means: nothing rang and why, or nobody knows. */
export type DialOutcome =
  | { readonly kind: 'failed'; readonly code: CallRequestFailure; readonly detail: string | null }
  | { readonly kind: 'unknown' };

/** Failures before Zadarma could act on the request. All others may have come after. */
const beforeItRang: Partial<Record<ZadarmaErrorCode, CallRequestFailure>> = {
  zadarma_key_missing: 'pbx_not_configured',
  zadarma_secret_missing: 'pbx_not_configured',
  secret_unreadable: 'pbx_not_configured',
  address_not_allowed: 'pbx_not_configured',
  no_pbx: 'pbx_not_configured',
  wrong_key: 'wrong_key',
  rate_limited: 'rate_limited',
  host_not_found: 'pbx_unreachable',
  connection_refused: 'pbx_unreachable',
  certificate_invalid: 'pbx_unreachable',
};

const unknown: DialOutcome = { kind: 'unknown' };

/**
 * Reads the failure of `GET /v1/request/callback/`. A connection that broke, an answer that did not come in time or is
 * no answer leave open whether the phone rings: those are unknown, never a failure somebody would repeat at once.
 */
export function dialOutcome(error: unknown): DialOutcome {
  if (!(error instanceof ZadarmaError)) {
    return unknown;
  }
  if (error.code === 'pbx_refused') {
    const { pbxMessage } = error.details;
    return refusal(typeof pbxMessage === 'string' ? pbxMessage : '');
  }
  const code = beforeItRang[error.code];
  return code ? { kind: 'failed', code, detail: null } : unknown;
}

/** Zadarma's words (facts sheet 1.6, 4.5): its "check the phone number" may also be about the extension. */
function refusal(words: string): DialOutcome {
  const code = /money|funds|balance/i.test(words)
    ? 'no_money'
    : /number/i.test(words)
      ? 'bad_number'
      : 'pbx_refused';
  return { kind: 'failed', code, detail: words.slice(0, 200) || null };
}
