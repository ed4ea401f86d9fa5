import { type ContactImportField, contactLimits } from '@callboard/contracts';
import { foldText } from '@callboard/platform';

/** How Excel files, phones and CRMs name their columns: folded, without digits and punctuation. */
const names: Readonly<Record<Exclude<ContactImportField, 'ignore' | 'phone'>, string>> = {
  name: `
    nazwa, imie i nazwisko, nazwisko i imie, nazwa klienta, nazwa kontaktu, klient, kontakt, osoba,
    osoba kontaktowa, kontrahent, nazwa kontrahenta, nazwa pelna, nazwa skrocona, name, full name,
    display name, contact, contact name, customer, customer name, client, client name
  `,
  firstName: 'imie, first name, firstname, given name',
  lastName: 'nazwisko, last name, lastname, surname, family name',
  company: `
    firma, nazwa firmy, przedsiebiorstwo, organizacja, company, company name, organization,
    organisation, organization name, organisation name
  `,
  manager: `
    opiekun, opiekun klienta, opiekun handlowy, handlowiec, menedzer, e mail opiekuna, email opiekuna,
    odpowiedzialny, osoba odpowiedzialna, manager, manager email, manager e mail, account manager,
    contact owner, owner, sales rep, responsible, responsible person, assigned to
  `,
  externalId: `
    id, id zewnetrzne, zewnetrzne id, identyfikator, identyfikator zewnetrzny, id klienta, id kontaktu,
    id kontrahenta, numer klienta, nr klienta, kod, kod klienta, kod kontrahenta, symbol, akronim,
    external id, externalid, customer id, contact id, client id, record id
  `,
};

const fields = new Map(
  Object.entries(names).flatMap(([field, known]) =>
    known.split(',').map((name) => [name.trim(), field as ContactImportField] as const),
  ),
);
/** What columns of numbers begin with, or are called by an adjective: `Tel. kom.`, `Numer telefonu`, `Work phone`. */
const phone =
  /^(tel\b|telefon|telephone|phone|mobile|komork|kom\b|stacjonarny|inny tel|gsm|cell|numer$|(numery?|nr) (tel|kom))|phone$/;
/** Columns beside them that say something about a number. */
const notPhone = /\b(typ|type|label|etykieta|opis|uwagi|wewnetrzny|ext|extension|fax|faks)\b/;
/** A header that says nothing of a number but that it is one. */
const plainPhone = /^(numery? |nr )?(telefon(u|y|ow)?|tel|phones?|telephone|numer)( (number|no|value))?$/;

/** What each column seems to hold by its header; only phone numbers may stand in several. */
export function recognizeColumns(header: readonly string[]): ContactImportField[] {
  const taken = new Set<ContactImportField>();
  return header.map((cell) => {
    const field = fieldOf(cell);
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
  const label = header.trim().slice(0, contactLimits.label);
  return plainPhone.test(plain(header)) || fieldOf(header) !== 'phone' ? null : label;
}

function fieldOf(header: string): ContactImportField {
  const name = plain(header);
  return fields.get(name) ?? (phone.test(name) && !notPhone.test(name) ? 'phone' : 'ignore');
}

const plain = (header: string): string =>
  foldText(header)
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
