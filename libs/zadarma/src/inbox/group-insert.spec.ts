import { GroupInsert } from './group-insert';
import { newInboundEvent, type NewInboundEvent, type StoredEvent } from './new-inbound-event';

const receivedAt = new Date('2026-03-05T09:15:00Z');
const event = (name: string): NewInboundEvent =>
  newInboundEvent({ source: 'webhook', fields: { event: name }, receivedAt });
const rowOf = ({ dedupeKey, event: name }: NewInboundEvent): StoredEvent => ({
  dedupeKey,
  id: name,
  answer: null,
  inserted: true,
});
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A database that remembers what it was asked to write and answers when it is told to. */
function openDatabase() {
  const groups: string[][] = [];
  const answers: (() => void)[] = [];
  const write = (events: readonly NewInboundEvent[]): Promise<readonly StoredEvent[]> => {
    groups.push(events.map(({ event: name }) => name));
    return new Promise((resolve) => answers.push(() => resolve(events.map(rowOf).reverse())));
  };
  return { groups, write, answer: () => answers.splice(0).forEach((give) => give()) };
}

const never = () => false;

describe('GroupInsert', () => {
  it('writes what comes in one turn by one statement, and gives everybody the right row', async () => {
    const database = openDatabase();
    const group = new GroupInsert(database.write, never);
    const stored = ['a', 'b', 'c'].map((name) => group.insert(event(name)));
    await turn();
    database.answer();
    expect(database.groups).toEqual([['a', 'b', 'c']]);
    expect((await Promise.all(stored)).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('gives a repeat of an event that still waits the row of the first', async () => {
    const database = openDatabase();
    const group = new GroupInsert(database.write, never);
    const both = [group.insert(event('a')), group.insert(event('a'))];
    await turn();
    database.answer();
    expect(database.groups).toEqual([['a']]);
    expect((await Promise.all(both)).map(({ inserted }) => inserted)).toEqual([true, false]);
  });

  it('tries each event of a refused group alone, so that one bad event harms no other', async () => {
    const refusal = new Error('bad content');
    const group = new GroupInsert(
      (events) =>
        events.some(({ event: name }) => name === 'bad')
          ? Promise.reject(refusal)
          : Promise.resolve(events.map(rowOf)),
      (error) => error === refusal,
    );
    const results = await Promise.allSettled(['a', 'bad', 'b'].map((name) => group.insert(event(name))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('tells everybody of a group that the database is away, and goes on afterwards', async () => {
    let isAway = true;
    const group = new GroupInsert(
      (events) => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(events.map(rowOf))),
      never,
    );
    const results = await Promise.allSettled([group.insert(event('a')), group.insert(event('b'))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isAway = false;
    expect((await group.insert(event('a'))).id).toBe('a');
  });
});
