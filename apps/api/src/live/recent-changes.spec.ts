import { type Change, type ChangeSource, RecentChanges } from './recent-changes';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 2, 5, 9, 0, seconds));
const change = (id: string, seconds: number): Change => ({ id, updatedAt: at(seconds) });

let now: Date;
let passed: number;

beforeEach(() => {
  now = at(0);
  passed = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => passed);
});

afterEach(() => jest.restoreAllMocks());

/** Stands for the database: answers like the query would, and has a clock of its own. */
function table(rows: Change[], limit = 3): RecentChanges {
  const source: ChangeSource = {
    changedSince: (since, most) =>
      Promise.resolve(
        rows
          .filter(({ updatedAt }) => updatedAt > since)
          .sort((one, other) => one.updatedAt.getTime() - other.updatedAt.getTime())
          .slice(0, most),
      ),
    now: () => Promise.resolve(now),
  };
  const recent = new RecentChanges(source, limit);
  recent.start();
  return recent;
}

/** Asks when the database's clock shows so many seconds. */
function unseen(recent: RecentChanges, seconds: number): Promise<string[] | 'too_many'> {
  now = at(seconds);
  return recent.unseen();
}

describe('RecentChanges', () => {
  it('finds what was not sent, and only that', async () => {
    const rows = [change('a', 1), change('b', 2)];
    const recent = table(rows);
    recent.note('a', at(1));
    await expect(unseen(recent, 5)).resolves.toEqual(['b']);
    recent.note('b', at(2));
    await expect(unseen(recent, 10)).resolves.toEqual([]);
  });

  it('finds a row again when it changed once more', async () => {
    const rows = [change('a', 1)];
    const recent = table(rows);
    recent.note('a', at(1));
    rows[0] = change('a', 3);
    await expect(unseen(recent, 5)).resolves.toEqual(['a']);
  });

  it('finds a change that was committed later than a younger one', async () => {
    const rows = [change('a', 30)];
    const recent = table(rows);
    await expect(unseen(recent, 31)).resolves.toEqual(['a']);
    recent.note('a', at(30));
    rows.push(change('late', 22));
    await expect(unseen(recent, 36)).resolves.toEqual(['late']);
  });

  it('gives up on single changes when they are too many, and goes on after them', async () => {
    const rows = [change('a', 1), change('b', 2), change('c', 3), change('d', 4)];
    const recent = table(rows);
    await expect(unseen(recent, 20)).resolves.toBe('too_many');
    await expect(unseen(recent, 25)).resolves.toEqual([]);
    rows.push(change('e', 26));
    await expect(unseen(recent, 30)).resolves.toEqual(['e']);
  });

  it('reaches back a minute from when somebody began to listen, however late the database answers', async () => {
    const recent = table([change('long ago', -61), change('just before', -59), change('after', 100)]);
    passed = 120_000;
    await expect(unseen(recent, 120)).resolves.toEqual(['just before', 'after']);
  });

  it('begins anew when nobody listened for a while', async () => {
    const rows = [change('a', 1)];
    const recent = table(rows);
    await expect(unseen(recent, 5)).resolves.toEqual(['a']);
    recent.note('a', at(1));
    recent.start();
    await expect(unseen(recent, 10)).resolves.toEqual(['a']);
  });
});
