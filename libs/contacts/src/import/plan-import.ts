import { contactLimits } from '@callboard/contracts';
import { Claims, Repeats, type StoredContact } from './import-claims';
import { type RowProblem, rowProblem } from './import-problem';
import { inTurns } from './in-turns';
import type { ImportRow } from './read-row';

/** What is to be done about a row. `keeps`: something of the row was not taken because another value is stored. */
export type RowPlan =
  | { readonly kind: 'add'; readonly row: ImportRow }
  | {
      readonly kind: 'update';
      readonly row: ImportRow;
      readonly before: StoredContact;
      readonly after: StoredContact;
      readonly keeps: boolean;
    }
  | { readonly kind: 'leave'; readonly row: ImportRow; readonly keeps: boolean }
  | { readonly kind: 'fail'; readonly row: ImportRow; readonly problem: RowProblem };

/** Rows of a file that are right by themselves, with what is known of the contacts that have their ids or numbers. */
export interface ImportFacts {
  readonly rows: readonly ImportRow[];
  readonly stored: readonly StoredContact[];
  /** Lets the file replace name, company and manager. */
  readonly overwrite: boolean;
}

/**
 * Decides what an import does, row by row, so that doing it twice changes nothing the second time.
 *
 * A row is the stored contact that has its external id; else the one that has one of its numbers **and** its name, in
 * any order of words; a contact that the source calls by another id is somebody else. What is stored stays: the row
 * fills in a missing company or manager and adds numbers, and takes nothing away. With `overwrite` it also replaces
 * name, company and manager by what it says, and then a number alone is enough if no other row means that contact and
 * no other contact has the number. Else a number of somebody with another name is a question for a person (a
 * switchboard, or a name misspelt), so the row is left out. Rows of one file share a number only if each has an
 * external id.
 *
 * Ids are settled first, then names, then the rest: what a row is must not depend on where it stands.
 */
export async function planImport({ rows, stored, overwrite }: ImportFacts): Promise<RowPlan[]> {
  const claims = await Claims.on(stored);
  const repeats = new Repeats();
  const take = (row: ImportRow, contact: StoredContact): RowPlan => {
    claims.claim(contact, row);
    return merge(row, contact, overwrite);
  };
  // With a new name it must not become what another row means, else a repeat would give it to that one.
  const isWantedOnce = (contact: StoredContact): boolean =>
    !claims.claimerOf(contact) && repeats.isMeantOnce(contact);
  const steps: readonly ((row: ImportRow) => RowPlan | null)[] = [
    (row) => {
      const problem = repeats.find(row);
      return problem && { kind: 'fail', row, problem };
    },
    (row) => {
      const contact = claims.byExternalId(row.externalId);
      return contact ? take(row, contact) : null;
    },
    (row) => {
      const same = claims.namesakes(row);
      const free = same.find((contact) => !claims.claimerOf(contact));
      const [taken] = same;
      return free ? take(row, free) : taken ? contactRepeated(row, claims.claimerOf(taken)) : null;
    },
    (row) => {
      const [only, another] = claims.candidates(row);
      if (!only) {
        return { kind: 'add', row };
      }
      return overwrite && !another && isWantedOnce(only) ? take(row, only) : phoneOfAnother(row, only);
    },
  ];
  const plans = new Map<number, RowPlan>();
  for (const step of steps) {
    for await (const row of inTurns(rows.filter(({ row: place }) => !plans.has(place)))) {
      const plan = step(row);
      if (plan) {
        plans.set(row.row, plan);
      }
    }
  }
  return rows.flatMap(({ row }) => plans.get(row) ?? []);
}

const texts = ['name', 'company', 'managerId'] as const;

function merge(row: ImportRow, before: StoredContact, overwrite: boolean): RowPlan {
  const settled = texts.map((field) => {
    const [first, second] = overwrite ? [row[field], before[field]] : [before[field], row[field]];
    return [field, first ?? second] as const;
  });
  const known = new Set(before.phones.map(({ number }) => number));
  const fresh = row.phones.filter(({ number }) => !known.has(number));
  if (fresh.length > 0 && known.size + fresh.length > contactLimits.phones) {
    return { kind: 'fail', row, problem: rowProblem('too_many_phones') };
  }
  const after: StoredContact = {
    ...before,
    ...(Object.fromEntries(settled) as Pick<StoredContact, (typeof texts)[number]>),
    phones: [...before.phones, ...fresh],
    externalId: before.externalId ?? row.externalId,
  };
  const keeps = texts.some((field) => row[field] !== null && row[field] !== after[field]);
  const isSame =
    fresh.length === 0 && [...texts, 'externalId' as const].every((field) => before[field] === after[field]);
  return isSame ? { kind: 'leave', row, keeps } : { kind: 'update', row, before, after, keeps };
}

function contactRepeated(row: ImportRow, claimer: ImportRow | undefined): RowPlan {
  const problem = rowProblem('contact_repeated', { otherRow: claimer?.row ?? null });
  return { kind: 'fail', row, problem };
}

function phoneOfAnother(row: ImportRow, { id, name, phones }: StoredContact): RowPlan {
  const shared = row.phones.find(({ number }) => phones.some((phone) => phone.number === number));
  const about = { value: shared?.number ?? null, otherContact: { id, name } };
  return { kind: 'fail', row, problem: rowProblem('phone_of_another', about) };
}
