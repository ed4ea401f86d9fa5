import type { Locator, Page, Response } from 'playwright-core';
import { eventually } from './api-client';

/** The bar in which a recording is heard. */
export const player = (page: Page): Locator => page.getByRole('region', { name: 'Odtwarzacz nagrań' });
export const isPlaying = (page: Page, seconds = 20): Promise<void> =>
  player(page)
    .getByText(/^Odtwarzanie · /)
    .waitFor({ timeout: seconds * 1_000 });
export const positionIn = async (page: Page): Promise<number> =>
  Number(await player(page).getByRole('slider', { name: 'Miejsce w nagraniu' }).inputValue());
/** Resolves once the sound has moved on. */
export const movesOn = async (page: Page): Promise<void> => {
  const before = await positionIn(page);
  await eventually(
    () => positionIn(page),
    (position) => position > before,
  );
};
export const isPaused = (page: Page): Promise<void> =>
  player(page)
    .getByText(/^Wstrzymano · /)
    .waitFor();

/** Resolves once a call has silenced it. */
export const isSilenced = (page: Page): Promise<void> =>
  player(page).getByText('Wstrzymano przez połączenie', { exact: true }).waitFor();
/** Goes on to the next recording of the list. */
export const nextIn = (page: Page): Locator =>
  player(page).getByRole('button', { name: 'Następne nagranie z listy' });

/** Presses a key, as somebody without a mouse does, until the focus is there. */
export async function reach(page: Page, target: Locator, key: string): Promise<void> {
  for (let press = 0; press < 100; press += 1) {
    if (
      await target.evaluateAll((elements) => elements.some((element) => element === document.activeElement))
    ) {
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${target.toString()}`);
}

/** Keeps what the player lets sound, which is no part of the page. */
export const keepSound = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const { Audio } = window;
    Object.assign(window, {
      Audio: function () {
        const sound = new Audio();
        Object.assign(window, { sound });
        return sound;
      },
    });
  });
export const soundOf = (page: Page): Promise<{ rate: number; at: number; paused: boolean }> =>
  page.evaluate(() => {
    const { sound } = window as unknown as { sound: HTMLAudioElement };
    return { rate: sound.playbackRate, at: sound.currentTime, paused: sound.paused };
  });

/** Has a file of ten minutes take twenty seconds, so that not all of it has come when one seeks. */
export async function takesItsTime(page: Page): Promise<void> {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  const bytesPerSecond = 64 * 1024;
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
}

/** Moves the slider to a second of what is open. */
export async function seekTo(page: Page, second: number): Promise<void> {
  await player(page).getByRole('slider', { name: 'Miejsce w nagraniu' }).fill(String(second));
  await eventually(
    () => positionIn(page),
    (position) => position >= second,
  );
}

/** Resolves once a part that does not begin where the file does is among what was sent. */
export const asksForTheRest = (answers: readonly Response[]): Promise<unknown> =>
  eventually(
    () => Promise.resolve(answers.map((answer) => [answer.status(), answer.headers()['content-range']])),
    (ranges) => ranges.some(([status, range]) => status === 206 && /^bytes [1-9]/.test(String(range))),
    40,
  );
