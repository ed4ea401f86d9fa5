import type { Parties, Party } from './call-event';

/**
 * What a party is, judged by its digits: up to five are an extension, more are a phone number. `text` is a hidden
 * caller (`anonymous`) or an address; `nobody` is empty or the PBX's `0`.
 */
export type PartyKind = 'nobody' | 'extension' | 'number' | 'text';

export function partyKind(party: Party | null): PartyKind {
  const raw = party?.raw.trim() ?? '';
  if (raw === '' || raw === '0') {
    return 'nobody';
  }
  if (/\p{L}/u.test(raw)) {
    return 'text';
  }
  const digits = raw.replace(/\D/g, '').length;
  return digits === 0 ? 'nobody' : digits <= 5 ? 'extension' : 'number';
}

/** The extension in a field that should hold one; null for `0`, phone numbers and texts. */
export function asExtension(field: Party | string | null): string | null {
  const raw = (typeof field === 'string' ? field : field?.raw)?.trim() ?? '';
  return /^\d{2,5}$/.test(raw) ? raw : null;
}

/** True if the party is somebody outside: a number, or a text that stands for one. */
export function isOutside(party: Party | null): party is Party {
  const kind = partyKind(party);
  return kind === 'number' || kind === 'text';
}

/**
 * Our extension among the parties: `internal`, or `called` where the PBX writes it there (answers of incoming calls,
 * the agent's own leg of a callback).
 */
export function ownExtension(parties: Parties): string | null {
  return asExtension(parties.internal) ?? asExtension(parties.called);
}
