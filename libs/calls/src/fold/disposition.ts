/** The PBX's words for a result, brought to one word each; `unknown` for a word it may invent later. */
export type Disposition =
  | 'answered'
  | 'busy'
  | 'cancel'
  | 'no_answer'
  | 'failed'
  | 'unallocated_number'
  | 'no_money'
  | 'limit'
  | 'unknown';

const words: Readonly<Record<string, Disposition>> = {
  answered: 'answered',
  busy: 'busy',
  cancel: 'cancel',
  'no answer': 'no_answer',
  // Notifications say "failed", the report says "call failed".
  failed: 'failed',
  'call failed': 'failed',
  'unallocated number': 'unallocated_number',
  'no money': 'no_money',
  'no limit': 'limit',
  'no day limit': 'limit',
  'line limit': 'limit',
  'no money, no limit': 'limit',
};

export function dispositionOf(raw: string | null): Disposition {
  return words[raw?.trim().toLowerCase().replace(/\s+/g, ' ') ?? ''] ?? 'unknown';
}
