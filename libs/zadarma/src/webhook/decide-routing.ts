import type { Routing, RoutingSettings } from '@callboard/contracts';
import { normalizePhone } from '@callboard/contacts';
import { DeadlineExceededError, withDeadline } from '../deadline';
import type { FormFields } from './parse-form';

/** The rule that says where a caller belongs; `RoutingService` of the calls room. */
export interface RoutingRule {
  decide(request: { externalNumber: string | null; settings: RoutingSettings }): Promise<Routing>;
}

/** Longest wait for the rule while the caller hears nothing yet. */
export const longestDecisionMs = 250;

/** The PBX's own scenario stays in place, for the given reason. */
export function noRouting(reason: Routing['reason']): Routing {
  return { answer: {}, reason, contactName: null, employeeName: null, extension: null };
}

/** What to answer to NOTIFY_START. Never throws and never takes longer than `withinMs`. */
export async function decideRouting(
  rule: RoutingRule,
  fields: FormFields,
  settings: { readonly routing: RoutingSettings; readonly defaultCountry: string },
  withinMs: number,
): Promise<Routing> {
  const externalNumber = normalizePhone(fields.caller_id ?? '', settings.defaultCountry);
  try {
    return await withDeadline(
      rule.decide({ externalNumber, settings: settings.routing }),
      Math.min(longestDecisionMs, withinMs),
    );
  } catch (error) {
    return noRouting(error instanceof DeadlineExceededError ? 'timeout' : 'database_unavailable');
  }
}
