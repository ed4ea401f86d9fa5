import type { ContactPhone } from '@callboard/contracts';
import { type RowProblem, rowProblem } from './import-problem';
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

/** Which row of the file is which stored contact. */
export class Claims {
  private readonly claimers = new Map<string, ImportRow>();
  private readonly byId = new Map<string, StoredContact>();
  private readonly byNumber = new Map<string, StoredContact[]>();

  constructor(stored: readonly StoredContact[]) {
    for (const contact of stored.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      if (contact.externalId !== null) {
        this.byId.set(contact.externalId, contact);
      }
      for (const { number } of contact.phones) {
        this.byNumber.set(number, [...(this.byNumber.get(number) ?? []), contact]);
      }
    }
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

  /** Contacts that have a number of the row, the oldest first; not those that go by another external id than its own. */
  candidates({ phones, externalId }: ImportRow): StoredContact[] {
    const found = new Set(phones.flatMap(({ number }) => this.byNumber.get(number) ?? []));
    return [...found]
      .filter((contact) => externalId === null || this.externalIdOf(contact) === null)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  private externalIdOf(contact: StoredContact): string | null {
    return contact.externalId ?? this.claimerOf(contact)?.externalId ?? null;
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

  /** The rows, other than those that repeat, that have a number of the contact and may mean it. */
  about({ phones, externalId: known }: StoredContact): Set<ImportRow> {
    const rows = phones.flatMap(({ number }) => this.numbers.get(number) ?? []);
    return new Set(rows.filter(({ externalId }) => externalId === null || known === null));
  }

  private note(row: ImportRow): void {
    if (row.externalId !== null) {
      this.ids.set(row.externalId, row);
    }
    for (const { number } of row.phones) {
      this.numbers.set(number, [...(this.numbers.get(number) ?? []), row]);
    }
  }
}
