import { setupState } from '@callboard/contracts';
import { api } from '../api/client';

const lookEvery = 5_000;

/**
 * Resolves once the server answers, database and all; never after the signal.
 *
 * @param first how long to wait before it is asked the first time, in milliseconds
 */
export async function untilServerAnswers(signal: AbortSignal, first = lookEvery): Promise<void> {
  await pause(first, signal);
  while (!(await serverAnswers(signal))) {
    await pause(lookEvery, signal);
  }
}

/** Whether the server answers; asks what anybody may ask. */
export const serverAnswers = (signal?: AbortSignal): Promise<boolean> =>
  api.get('/setup', { answer: setupState, ...(signal ? { signal } : {}) }).then(
    () => true,
    // Whoever went away hears nothing more.
    (): boolean | Promise<never> => (signal?.aborted ? new Promise(() => undefined) : false),
  );

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}
