import type { ContactImportField } from '@callboard/contracts';
import { foldText } from '@callboard/platform';

/** How Excel files, phones and CRMs name their columns: folded, without digits and punctuation. */
const names: Readonly<Record<Exclude<ContactImportField, 'ignore'>, readonly string[]>> = {
  name: [
    ...[
      'nazwa',
      'imie i nazwisko',
      'nazwisko i imie',
      'nazwa klienta',
      'nazwa kontaktu',
      'klient',
      'kontakt',
    ],
    ...['osoba', 'osoba kontaktowa', 'kontrahent', 'nazwa kontrahenta', 'name', 'full name', 'display name'],
    ...['contact', 'contact name', 'customer', 'customer name', 'client', 'client name'],
  ],
  firstName: ['imie', 'first name', 'firstname', 'given name'],
  lastName: ['nazwisko', 'last name', 'lastname', 'surname', 'family name'],
  company: [
    ...['firma', 'nazwa firmy', 'przedsiebiorstwo', 'organizacja', 'company', 'company name'],
    ...['organization', 'organisation', 'organization name', 'organisation name'],
  ],
  phone: [
    ...['telefon', 'tel', 'numer telefonu', 'nr telefonu', 'nr tel', 'numer', 'telefony', 'numery telefonow'],
    ...['komorka', 'komorkowy', 'telefon komorkowy', 'tel komorkowy', 'tel kom', 'kom', 'numer komorkowy'],
    ...['stacjonarny', 'telefon stacjonarny', 'tel stacjonarny', 'telefon domowy', 'telefon prywatny'],
    ...['telefon sluzbowy', 'telefon firmowy', 'telefon kontaktowy', 'telefon dodatkowy', 'inny telefon'],
    ...['phone', 'phones', 'phone number', 'phone no', 'telephone', 'telephone number', 'phone value'],
    ...['mobile', 'mobile phone', 'mobile number', 'cell', 'cell phone', 'business phone', 'work phone'],
    ...['home phone', 'other phone', 'primary phone', 'main phone', 'gsm'],
  ],
  manager: [
    ...['opiekun', 'opiekun klienta', 'opiekun handlowy', 'handlowiec', 'menedzer', 'e mail opiekuna'],
    ...['email opiekuna', 'manager', 'manager email', 'manager e mail', 'account manager', 'contact owner'],
    ...['owner', 'sales rep'],
  ],
  externalId: [
    ...['id', 'id zewnetrzne', 'zewnetrzne id', 'identyfikator', 'identyfikator zewnetrzny', 'id klienta'],
    ...['id kontaktu', 'id kontrahenta', 'numer klienta', 'nr klienta', 'kod klienta', 'kod kontrahenta'],
    ...['external id', 'externalid', 'customer id', 'contact id', 'client id', 'record id'],
  ],
};

const fields = new Map(
  Object.entries(names).flatMap(([field, known]) =>
    known.map((name) => [name, field as ContactImportField] as const),
  ),
);
/** A header that says nothing of a number but that it is one. */
const plainPhone = /^(numery? |nr )?(telefon(u|y|ow)?|tel|phones?|telephone|numer)( (number|no|value))?$/;
const longestLabel = 40;

/** What each column seems to hold by its header; only phone numbers may stand in several. */
export function recognizeColumns(header: readonly string[]): ContactImportField[] {
  const taken = new Set<ContactImportField>();
  return header.map((cell) => {
    const field = fields.get(plain(cell)) ?? 'ignore';
    if (taken.has(field) && field !== 'phone') {
      return 'ignore';
    }
    taken.add(field);
    return field;
  });
}

/** How many columns of a row are named as in a header. */
export const headerLikeness = (cells: readonly string[]): number =>
  recognizeColumns(cells).filter((field) => field !== 'ignore').length;

/** What the header of a column of numbers says about them: `Komórka`, but nothing if it is just `Telefon 2`. */
export function phoneLabel(header: string): string | null {
  const label = header.trim().slice(0, longestLabel);
  return label === '' || plainPhone.test(plain(header)) || !fields.has(plain(header)) ? null : label;
}

const plain = (header: string): string =>
  foldText(header)
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
