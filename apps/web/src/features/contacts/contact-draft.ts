import type { Contact, CreateContactBody } from '@callboard/contracts';
import * as z from 'zod';
import { formatPhone } from '../../shared/format/phone';

const contactDraft = z.object({
  name: z.string(),
  company: z.string(),
  managerId: z.string(),
  phones: z.array(z.object({ key: z.string(), number: z.string(), label: z.string() })),
});

/** A contact as its form holds it: no nulls, and a key for each phone line. */
export type ContactDraft = z.infer<typeof contactDraft>;

/** A draft as it was kept; null if there is none that makes sense. */
export function keptDraft(text: string | null): ContactDraft | null {
  try {
    return contactDraft.parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

/** An empty form, with the number a caller came from if there is one. */
export function newDraft(phone: string | null): ContactDraft {
  const first = { key: 'first', number: formatPhone(phone ?? ''), label: '' };
  return { name: '', company: '', managerId: '', phones: [first] };
}

export function draftOf(contact: Contact): ContactDraft {
  return {
    name: contact.name,
    company: contact.company ?? '',
    managerId: contact.managerId ?? '',
    phones: contact.phones.map(({ number, label }) => ({
      key: number,
      number: formatPhone(number),
      label: label ?? '',
    })),
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
