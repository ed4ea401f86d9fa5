import type { ContactImportProblemCode } from '@callboard/contracts';
import { newId } from '@callboard/platform';
import * as fc from 'fast-check';
import type { StoredContact } from './import-claims';
import { nameKey } from './name-key';
import { planImport, type RowPlan } from './plan-import';
import type { ImportRow } from './read-row';

const phonesOf = (numbers: readonly string[]) => numbers.map((number) => ({ number, label: null }));

function row(place: number, name: string, numbers: string[], more: Partial<ImportRow> = {}): ImportRow {
  return {
    row: place,
    name,
    company: null,
    managerId: null,
    externalId: null,
    phones: phonesOf(numbers),
    ...more,
  };
}

function contact(name: string, numbers: string[], more: Partial<StoredContact> = {}): StoredContact {
  return {
    id: newId(),
    name,
    company: null,
    managerId: null,
    externalId: null,
    phones: phonesOf(numbers),
    ...more,
  };
}

/** What is stored after a plan was carried out. */
function carriedOut(stored: readonly StoredContact[], plans: readonly RowPlan[]): StoredContact[] {
  const updated = new Map(
    plans.flatMap((plan) => (plan.kind === 'update' ? [[plan.after.id, plan.after]] : [])),
  );
  const added = plans.flatMap((plan) => (plan.kind === 'add' ? [{ ...plan.row, id: newId() }] : []));
  return [...stored.map((old) => updated.get(old.id) ?? old), ...added];
}

const outcome = (plan: RowPlan | undefined): RowPlan['kind'] | ContactImportProblemCode | undefined =>
  plan?.kind === 'fail' ? plan.problem.code : plan?.kind;

async function outcomes(rows: ImportRow[], stored: StoredContact[], overwrite = false) {
  return (await planImport({ rows, stored, overwrite })).map(outcome);
}

describe('what an import does with a row', () => {
  it('adds who is not there', async () => {
    expect(await outcomes([row(2, 'Jan', ['+1'])], [contact('Anna', ['+2'])])).toEqual(['add']);
  });

  it('fills in what a contact of the same name and number lacks, and replaces nothing', async () => {
    const stored = contact('Anna Żak', ['+1'], { company: 'ACME' });
    const given = row(2, 'zak, anna', ['+2', '+1'], { company: 'Other', managerId: 'm', externalId: '7' });
    expect(await planImport({ rows: [given], stored: [stored], overwrite: false })).toEqual([
      {
        kind: 'update',
        row: given,
        before: stored,
        after: { ...stored, managerId: 'm', externalId: '7', phones: phonesOf(['+1', '+2']) },
        keeps: true,
      },
    ]);
  });

  it('replaces name, company and manager if it may, but takes no number and nothing unsaid away', async () => {
    const stored = contact('Anna', ['+1', '+3'], { company: 'ACME', managerId: 'm' });
    const given = row(2, 'Anna Żak', ['+1', '+2'], { company: 'Other' });
    const [plan] = await planImport({ rows: [given], stored: [stored], overwrite: true });
    expect(plan).toMatchObject({
      after: { name: 'Anna Żak', company: 'Other', managerId: 'm', phones: phonesOf(['+1', '+3', '+2']) },
      keeps: false,
    });
  });

  it('asks about a number of somebody with another name', async () => {
    const stored = contact('Anna', ['+1', '+2']);
    const [plan] = await planImport({
      rows: [row(2, 'Jan', ['+3', '+2'])],
      stored: [stored],
      overwrite: false,
    });
    expect(plan).toMatchObject({
      problem: { code: 'phone_of_another', value: '+2', otherContact: { id: stored.id, name: 'Anna' } },
    });
  });

  it('asks so even if it may replace, when several contacts have the number', async () => {
    const shared = [contact('Anna', ['+1']), contact('Ewa', ['+1'])];
    expect(await outcomes([row(2, 'Jan', ['+1'])], shared, true)).toEqual(['phone_of_another']);
  });

  it('goes by the external id before all else', async () => {
    const stored = contact('Anna', ['+1'], { externalId: '7' });
    const moved = row(2, 'Anna Nowak', ['+2'], { externalId: '7' });
    expect(await outcomes([moved], [stored])).toEqual(['update']);
    expect(await outcomes([moved], [stored], true)).toEqual(['update']);
  });

  it('lets customers with external ids share a switchboard', async () => {
    const rows = [row(2, 'Anna', ['+1'], { externalId: '1' }), row(3, 'Jan', ['+1'], { externalId: '2' })];
    expect(await outcomes(rows, [])).toEqual(['add', 'add']);
    expect(await outcomes(rows, [contact('Anna', ['+1'])])).toEqual(['update', 'add']);
    expect(await outcomes(rows.toReversed(), [contact('Anna', ['+1'])])).toEqual(['add', 'update']);
  });

  it.each([
    ['a number', [row(2, 'Anna', ['+1']), row(3, 'Jan', ['+2', '+1'])], 'phone_repeated'],
    [
      'an id',
      [row(2, 'A', ['+1'], { externalId: '7' }), row(3, 'B', ['+2'], { externalId: '7' })],
      'external_id_repeated',
    ],
    ['a stored contact', [row(2, 'Anna', ['+8']), row(3, 'Anna', ['+9'])], 'contact_repeated'],
  ] as const)('leaves out a row that says %s again, and names the first', async (_, rows, code) => {
    const plans = await planImport({ rows, stored: [contact('Anna', ['+8', '+9'])], overwrite: false });
    expect(plans[0]?.kind).not.toBe('fail');
    expect(plans[1]).toMatchObject({ kind: 'fail', problem: { code, otherRow: 2 } });
  });

  it('takes thousands who were all given one number for want of another', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => index);
    const stored = many.map((index) => contact(`Anna ${index}`, ['+1']));
    const rows = many.map((index) => row(index + 2, `Anna ${index}`, ['+1'], { externalId: `${index}` }));
    expect(new Set(await outcomes(rows, stored))).toEqual(new Set(['update']));
    const others = many.map((index) => row(index + 2, `Jan ${index}`, ['+1'], { externalId: `${index}` }));
    expect(new Set(await outcomes(others, stored, true))).toEqual(new Set(['phone_of_another']));
  });

  it('lets nobody have more numbers than a contact may have', async () => {
    const many = Array.from({ length: 20 }, (_, index) => `+${index + 1}`);
    const stored = [contact('Anna', many)];
    expect(await outcomes([row(2, 'Anna', ['+1', '+99'])], stored)).toEqual(['too_many_phones']);
    expect(await outcomes([row(2, 'Anna', ['+1'])], stored)).toEqual(['leave']);
  });
});

describe('any import', () => {
  const numbers = fc.uniqueArray(fc.constantFrom('+1', '+2', '+3', '+4', '+5'), { maxLength: 3 });
  const text = fc.constantFrom(null, 'x', 'y');
  const name = fc.constantFrom('Anna', 'Jan', 'Ewa');
  const externalId = fc.constantFrom(null, null, '1', '2', '3');
  const rowsOf = fc
    .array(fc.record({ name, numbers, company: text, managerId: text, externalId }), { maxLength: 7 })
    .map((drafts) =>
      drafts
        .map(({ name: called, numbers: given, ...more }, index) => row(index + 2, called, given, more))
        .filter(({ phones, externalId: called }) => phones.length > 0 || called !== null),
    );
  const storedOf = fc
    .array(fc.record({ name, numbers, company: text, managerId: text, externalId }), { maxLength: 5 })
    .map((drafts) => {
      const seen = new Set<string>();
      return drafts.map(({ name: called, numbers: given, externalId: id, ...more }) => {
        const isFree = id !== null && !seen.has(id);
        seen.add(id ?? '');
        return contact(called, given, { ...more, externalId: isFree ? id : null });
      });
    });
  const anyImport = fc.record({ rows: rowsOf, stored: storedOf, overwrite: fc.boolean() });

  it('changes nothing when it is repeated', async () => {
    await fc.assert(
      fc.asyncProperty(anyImport, async ({ rows, stored, overwrite }) => {
        const first = await planImport({ rows, stored, overwrite });
        const second = await planImport({ rows, stored: carriedOut(stored, first), overwrite });
        expect(second.filter(({ kind }) => kind === 'add' || kind === 'update')).toEqual([]);
        expect(second.map(({ kind }) => kind === 'fail')).toEqual(first.map(({ kind }) => kind === 'fail'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes nothing away, and replaces only if it may', async () => {
    await fc.assert(
      fc.asyncProperty(anyImport, async ({ rows, stored, overwrite }) => {
        const after = new Map(
          carriedOut(stored, await planImport({ rows, stored, overwrite })).map((found) => [found.id, found]),
        );
        for (const before of stored) {
          const now = after.get(before.id)!;
          expect(now.phones.slice(0, before.phones.length)).toEqual(before.phones);
          for (const field of ['name', 'company', 'managerId', 'externalId'] as const) {
            const mayChange = before[field] === null || (overwrite && field !== 'externalId');
            expect(mayChange || now[field] === before[field]).toBe(true);
            expect(before[field] !== null && now[field] === null).toBe(false);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('decides every row once, gives no contact two rows, and adds nobody who is there', async () => {
    await fc.assert(
      fc.asyncProperty(anyImport, async ({ rows, stored, overwrite }) => {
        const plans = await planImport({ rows, stored, overwrite });
        expect(plans.map((plan) => plan.row.row)).toEqual(rows.map((given) => given.row));
        const changed = plans.flatMap((plan) => (plan.kind === 'update' ? [plan.before.id] : []));
        expect(new Set(changed).size).toBe(changed.length);
        for (const plan of plans.filter(({ kind }) => kind === 'add')) {
          const has = new Set(plan.row.phones.map(({ number }) => number));
          const twins = stored.filter(
            (old) =>
              old.externalId === null &&
              nameKey(old.name) === nameKey(plan.row.name) &&
              old.phones.some(({ number }) => has.has(number)),
          );
          // Only somebody whom another row, with another external id, has been found to be.
          const linked = new Set(plans.flatMap((other) => ('after' in other ? [other.after.id] : [])));
          expect(twins.filter(({ id }) => !linked.has(id))).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
