import { setImmediate as nextTurn } from 'node:timers/promises';

/** A few milliseconds of what is done with a row of a file. */
const atOnce = 200;

/** Gives one thing after another, and in between lets the process answer others: the PBX waits for no file. */
export async function* inTurns<T>(things: Iterable<T>): AsyncGenerator<T> {
  let given = 0;
  for (const thing of things) {
    yield thing;
    given += 1;
    if (given % atOnce === 0) {
      await nextTurn();
    }
  }
}
