import { hash } from 'node:crypto';
import type { FormFields } from '../webhook/parse-form';

/** Who told us something: the PBX by webhook, its statistics, or our own closer. */
export type InboundSource = 'webhook' | 'statistics' | 'closer';

/** Events that carry neither id nor time: two equal ones within a minute are one. */
const withoutId: readonly string[] = ['SMS', 'NUMBER_LOOKUP'];

/**
 * Key under which a repeat of the same payload is recognised, whatever its field order or encoding on the wire.
 *
 * A payload that differs in any field is another event.
 */
export function dedupeKey(source: InboundSource, fields: FormFields, receivedAt: Date): string {
  const canonical = Object.keys(fields)
    .sort()
    .map((name) => [name, fields[name]]);
  const minute = withoutId.includes(fields.event ?? '')
    ? Math.floor(receivedAt.getTime() / 60_000)
    : undefined;
  return hash('sha256', JSON.stringify([source, canonical, minute ?? null]), 'base64url');
}
