import { type Change, RecentChanges } from './recent-changes';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 2, 5, 9, 0, seconds));
const change = (id: string, seconds: number): Change => ({ id, updatedAt: at(seconds) });

/** Stands for the table: answers like the query would. */
function table(rows: Change[], limit = 3): RecentChanges {
  const recent = new RecentChanges(
    (since, most) =>
      Promise.resolve(
        rows
          .filter(({ updatedAt }) => updatedAt > since)
          .sort((one, other) => one.updatedAt.getTime() - other.updatedAt.getTime())
          .slice(0, most),
      ),
    limit,
  );
  recent.startAt(at(0));
  return recent;
}

describe('RecentChanges', () => {
  it('finds what was not sent, and only that', async () => {
    const rows = [change('a', 1), change('b', 2)];
    const recent = table(rows);
    recent.note('a', at(1));
    await expect(recent.unseen(at(5))).resolves.toEqual(['b']);
    recent.note('b', at(2));
    await expect(recent.unseen(at(10))).resolves.toEqual([]);
  });

  it('finds a row again when it changed once more', async () => {
    const rows = [change('a', 1)];
    const recent = table(rows);
    recent.note('a', at(1));
    rows[0] = change('a', 3);
    await expect(recent.unseen(at(5))).resolves.toEqual(['a']);
  });

  it('finds a change that was committed later than a younger one', async () => {
    const rows = [change('a', 30)];
    const recent = table(rows);
    await expect(recent.unseen(at(31))).resolves.toEqual(['a']);
    recent.note('a', at(30));
    rows.push(change('late', 22));
    await expect(recent.unseen(at(36))).resolves.toEqual(['late']);
  });

  it('gives up on single changes when they are too many, and goes on after them', async () => {
    const rows = [change('a', 1), change('b', 2), change('c', 3), change('d', 4)];
    const recent = table(rows);
    await expect(recent.unseen(at(20))).resolves.toBe('too_many');
    await expect(recent.unseen(at(25))).resolves.toEqual([]);
    rows.push(change('e', 26));
    await expect(recent.unseen(at(30))).resolves.toEqual(['e']);
  });
});
