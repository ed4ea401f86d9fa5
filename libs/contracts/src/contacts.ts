import * as z from 'zod';
import { pageOf, pageQuery } from './paging';
import { id, moment } from './values';

/** The most that one contact may hold: characters of a name, company, external id or label, and numbers. */
export const contactLimits = { text: 200, label: 40, phones: 20 } as const;

export const contactPhone = z.object({
  /** E.164 in answers; any spelling the account's default country allows in requests. */
  number: z.string().trim().min(3).max(40),
  label: z.string().trim().max(contactLimits.label).nullable().default(null),
});
export type ContactPhone = z.infer<typeof contactPhone>;

/** A customer: a person, a company, or a person of a company. */
export const contact = z
  .object({
    id,
    name: z.string(),
    company: z.string().nullable(),
    phones: z.array(z.object({ number: z.string(), label: z.string().nullable() })),
    managerId: id.nullable(),
    managerName: z.string().nullable(),
    createdAt: moment,
    updatedAt: moment,
  })
  .meta({ id: 'Contact' });
export type Contact = z.infer<typeof contact>;

const contactFields = z.object({
  name: z.string().trim().min(1).max(contactLimits.text),
  company: z.string().trim().max(contactLimits.text).nullable(),
  phones: z.array(contactPhone).max(contactLimits.phones),
  managerId: id.nullable(),
});

export const createContactBody = contactFields.extend({
  company: contactFields.shape.company.default(null),
  phones: contactFields.shape.phones.default([]),
  managerId: id.nullable().default(null),
});
export type CreateContactBody = z.infer<typeof createContactBody>;

export const updateContactBody = contactFields.partial();
export type UpdateContactBody = z.infer<typeof updateContactBody>;

/** A system that calls contacts by ids of its own. */
export const contactSource = z
  .string()
  .regex(/^[\w.-]{1,40}$/, 'must be 1 to 40 letters, digits, dots, hyphens or underscores');

/** A text in one line. PostgreSQL's text holds no NUL, and nobody sees the difference between two kinds of space. */
export const inOneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim();

/** How another system calls a contact. Read in one line, as an import reads it from a file. */
export const contactExternalName = z.object({
  source: contactSource,
  externalId: z.string().overwrite(inOneLine).min(1).max(contactLimits.text),
});
export type ContactExternalName = z.infer<typeof contactExternalName>;

/** `phone` in any spelling finds by exact number; `q` by fragment of name, company or number. */
export const contactQuery = pageQuery.extend({
  phone: z.string().max(40).optional(),
  q: z.string().trim().max(100).optional(),
  managerId: id.optional(),
});
export type ContactQuery = z.infer<typeof contactQuery>;

export const contactPage = pageOf(contact).meta({ id: 'ContactPage' });
