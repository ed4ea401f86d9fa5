import type { ContactPhone } from '@callboard/contracts';
import { type RowProblem, rowProblem } from './import-problem';
import { inTurns } from './in-turns';
import { nameKey } from './name-key';
import type { ImportRow } from './read-row';

/** A contact that a file may be about. */
export interface StoredContact {
  readonly id: string;
  readonly name: string;
  readonly company: string | null;
  readonly managerId: string | null;
  readonly phones: readonly ContactPhone[];
  /** How the file's source calls it. */
  readonly externalId: string | null;
}

/** What a contact is known by. */
export type Known = Pick<ImportRow, 'externalId' | 'name' | 'phones'>;

/**
 * Which row of the file is which stored contact. Thousands may have one number, where somebody wrote it for want of
 * another, so nothing here goes through all contacts of a number.
 */
export class Claims {
  private readonly claimers = new Map<string, ImportRow>();
  private readonly byId = new Map<string, StoredContact>();
  private readonly byNumber = new Map<string, StoredContact[]>();
  private readonly byNumberAndName = new Map<string, StoredContact[]>();
  /** Those of a number that the source calls nothing yet, the oldest last; some in between may have got an id since. */
  private readonly nameless = new Map<string, StoredContact[]>();

  private constructor() {}

  static async on(stored: readonly StoredContact[]): Promise<Claims> {
    const claims = new Claims();
    for await (const contact of inTurns(stored.toSorted(oldestFirst))) {
      claims.know(contact);
    }
    return claims;
  }

  claim({ id }: StoredContact, row: ImportRow): void {
    this.claimers.set(id, row);
  }

  claimerOf({ id }: StoredContact): ImportRow | undefined {
    return this.claimers.get(id);
  }

  byExternalId(externalId: string | null): StoredContact | undefined {
    return externalId === null ? undefined : this.byId.get(externalId);
  }

  /** Contacts that have the row's name and a number of it, the oldest first. */
  namesakes(row: Known): StoredContact[] {
    const name = nameKey(row.name);
    const found = row.phones.flatMap(({ number }) => this.byNumberAndName.get(`${number} ${name}`) ?? []);
    return [...new Set(found)].filter((contact) => this.mayBe(contact, row)).sort(oldestFirst);
  }

  /** The two oldest of the contacts that have a number of the row. */
  candidates(row: ImportRow): StoredContact[] {
    const found = row.phones.flatMap(({ number }) =>
      row.externalId === null ? (this.byNumber.get(number) ?? []).slice(0, 2) : this.twoNameless(number),
    );
    return [...new Set(found)].sort(oldestFirst).slice(0, 2);
  }

  private know(contact: StoredContact): void {
    if (contact.externalId !== null) {
      this.byId.set(contact.externalId, contact);
    }
    for (const { number } of contact.phones) {
      addTo(this.byNumber, number, contact);
      addTo(this.byNumberAndName, `${number} ${nameKey(contact.name)}`, contact);
    }
  }

  /** A contact that the source calls by another id is somebody else. */
  private mayBe(contact: StoredContact, { externalId }: Known): boolean {
    return externalId === null || this.isNameless(contact);
  }

  private isNameless(contact: StoredContact): boolean {
    return contact.externalId === null && (this.claimerOf(contact)?.externalId ?? null) === null;
  }

  private twoNameless(number: string): StoredContact[] {
    const left = this.nameless.get(number) ?? (this.byNumber.get(number) ?? []).toReversed();
    this.nameless.set(number, left);
    let oldest = left.at(-1);
    while (oldest && !this.isNameless(oldest)) {
      left.pop();
      oldest = left.at(-1);
    }
    const next = left.findLast((contact) => contact !== oldest && this.isNameless(contact));
    return [oldest, next].filter((contact) => contact !== undefined);
  }
}

const oldestFirst = (a: StoredContact, b: StoredContact): number => (a.id < b.id ? -1 : 1);

function addTo<T>(lists: Map<string, T[]>, key: string, thing: T): void {
  const list = lists.get(key);
  if (list) {
    list.push(thing);
  } else {
    lists.set(key, [thing]);
  }
}

/** What the rows of a file have said so far. */
export class Repeats {
  private readonly ids = new Map<string, ImportRow>();
  private readonly numbers = new Map<string, ImportRow[]>();

  /** What an earlier row has said already; null if nothing, and then the row counts as said. */
  find(row: ImportRow): RowProblem | null {
    const { externalId, phones } = row;
    const sameId = externalId === null ? undefined : this.ids.get(externalId);
    if (sameId) {
      return rowProblem('external_id_repeated', { value: externalId, otherRow: sameId.row });
    }
    for (const { number } of phones) {
      const [other] = this.numbers.get(number) ?? [];
      if (other && (other.externalId === null || externalId === null)) {
        return rowProblem('phone_repeated', { value: number, otherRow: other.row });
      }
    }
    this.note(row);
    return null;
  }

  /** True if one row alone, apart from those that repeat, has a number of the contact and may mean it. */
  isMeantOnce({ phones, externalId: known }: StoredContact): boolean {
    const rows = phones.flatMap(({ number }) => this.numbers.get(number)?.slice(0, 2) ?? []);
    return new Set(rows.filter(({ externalId }) => externalId === null || known === null)).size === 1;
  }

  private note(row: ImportRow): void {
    if (row.externalId !== null) {
      this.ids.set(row.externalId, row);
    }
    for (const { number } of row.phones) {
      addTo(this.numbers, number, row);
    }
  }
}
