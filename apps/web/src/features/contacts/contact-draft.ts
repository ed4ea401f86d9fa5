import type { Contact, CreateContactBody } from '@callboard/contracts';

/** A contact as its form holds it: no nulls, and a key for each phone line. */
export interface ContactDraft {
  name: string;
  company: string;
  managerId: string;
  phones: { key: string; number: string; label: string }[];
}

/** An empty form, with the number a caller came from if there is one. */
export function newDraft(phone: string | null): ContactDraft {
  return { name: '', company: '', managerId: '', phones: [{ key: 'first', number: phone ?? '', label: '' }] };
}

export function draftOf(contact: Contact): ContactDraft {
  return {
    name: contact.name,
    company: contact.company ?? '',
    managerId: contact.managerId ?? '',
    phones: contact.phones.map(({ number, label }) => ({ key: number, number, label: label ?? '' })),
  };
}

/** What is sent; phone lines left empty at the end do not count. */
export function bodyOf(draft: ContactDraft): CreateContactBody {
  const last = draft.phones.findLastIndex(({ number, label }) => number.trim() || label.trim());
  return {
    name: draft.name.trim(),
    company: draft.company.trim() || null,
    managerId: draft.managerId || null,
    phones: draft.phones
      .slice(0, last + 1)
      .map(({ number, label }) => ({ number: number.trim(), label: label.trim() || null })),
  };
}
