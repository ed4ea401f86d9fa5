import fc from 'fast-check';
import { type KnownPart, planParts, toldBy, type ToldPart } from './plan-parts';

const long = (key: string): string => `1-${key}-100-2016-01-11-100155`;
const [first, second, third] = ['1458313316.343456', '1458313316.343457', '1458313400.1'] as const;

/** A call's rows as they become when somebody tells one thing after another. */
function rowsAfter(...tellings: readonly (readonly ToldPart[])[]): KnownPart[] {
  let rows: KnownPart[] = [];
  let made = 0;
  for (const told of tellings) {
    const { added, changed } = planParts(told, rows);
    const changes = new Map(changed.map(({ takenOver: _, ...row }) => [row.id, row]));
    rows = rows.map((row) => changes.get(row.id) ?? row);
    rows.push(...added.map((row) => ({ ...row, id: `row-${(made += 1)}` })));
  }
  return rows.sort((one, other) => one.part - other.part);
}

const withoutIds = (rows: readonly KnownPart[]) => rows.map(({ id: _, ...row }) => row);

describe('the parts of a call', () => {
  it('are known by the same key in either spelling of their id, and asked for by the plain one', () => {
    const rows = rowsAfter([{ id: long(first) }], [{ id: first }], [{ id: long(first) }]);
    expect(rows).toEqual([{ id: 'row-1', partKey: first, sourceId: first, part: 1 }]);
  });

  it('are numbered in the order of recording, whatever order they were told in', () => {
    const rows = rowsAfter([{ id: third }], [{ id: second }, { id: first }]);
    expect(rows.map(({ partKey, part }) => [partKey, part])).toEqual([
      [first, 1],
      [second, 2],
      [third, 3],
    ]);
  });

  it('begin as a placeholder, which becomes the row of the id that comes', () => {
    const rows = rowsAfter(toldBy({ hasRecording: true, recordingIds: [] }), [{ id: first }, { id: second }]);
    expect(rows).toEqual([
      { id: 'row-1', partKey: first, sourceId: first, part: 1 },
      { id: 'row-2', partKey: second, sourceId: second, part: 2 },
    ]);
  });

  it('say which row was a placeholder before, so that one that was given up is looked for again', () => {
    const [placeholder] = rowsAfter([{ position: 1 }]);
    expect(planParts([{ id: first }], placeholder ? [placeholder] : []).changed).toMatchObject([
      { id: 'row-1', takenOver: true },
    ]);
  });

  it('have a row for each link when links tell no ids', () => {
    const rows = rowsAfter([{ position: 1 }], [{ position: 1 }, { position: 2 }, { position: 3 }]);
    expect(withoutIds(rows)).toEqual([
      { partKey: null, sourceId: null, part: 1 },
      { partKey: 'link.2', sourceId: null, part: 2 },
      { partKey: 'link.3', sourceId: null, part: 3 },
    ]);
  });

  it('learn which link was which part when all ids are known, whatever order they came in', () => {
    const links = [{ position: 1 }, { position: 2 }];
    expect(rowsAfter(links, [{ id: second }])).toEqual(rowsAfter(links));
    expect(rowsAfter(links, [{ id: second }], [{ id: second }, { id: first }])).toEqual([
      { id: 'row-1', partKey: first, sourceId: first, part: 1 },
      { id: 'row-2', partKey: second, sourceId: second, part: 2 },
    ]);
  });

  it('are none for a call without a recording, and no empty id makes one', () => {
    expect(toldBy({ hasRecording: false, recordingIds: [] })).toEqual([]);
    expect(toldBy({ hasRecording: true, recordingIds: [' '] })).toEqual([{ position: 1 }]);
  });

  const part = fc.constantFrom<ToldPart>(
    ...[first, second, third, '1772705700.9', '1772705700.10', 'odd-id'].flatMap((id) => [{ id }]),
    ...[first, second, third].map((id) => ({ id: long(id) })),
    { position: 1 },
  );
  const tellings = fc.array(
    fc.uniqueArray(part, { maxLength: 4, selector: (told) => JSON.stringify(told) }),
    {
      maxLength: 6,
    },
  );

  it('are the same rows after any order, repetition and splitting of what is told', () => {
    fc.assert(
      fc.property(
        tellings.chain((told) =>
          fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length })),
        ),
        ([told, shuffled]) => {
          const atOnce = withoutIds(rowsAfter(told.flat()));
          const oneByOne = withoutIds(rowsAfter(...told));
          const repeated = withoutIds(rowsAfter(...shuffled, ...told));
          expect({ oneByOne, repeated }).toEqual({ oneByOne: atOnce, repeated: atOnce });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('are never lost, and never change their id once they have one', () => {
    fc.assert(
      fc.property(tellings, part, (told, later) => {
        const before = rowsAfter(...told);
        const after = rowsAfter(...told, [later]);
        const lostOrChanged = before.filter(
          (row) =>
            !after.some(
              ({ id, partKey }) => id === row.id && (row.sourceId === null || partKey === row.partKey),
            ),
        );
        expect(lostOrChanged).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
