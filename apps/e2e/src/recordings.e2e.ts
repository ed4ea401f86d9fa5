import { readFile } from 'node:fs/promises';
import type { CallItem, Page as Listed, RecordingState } from '@callboard/contracts';
import pg from 'pg';
import type { Browser, Locator, Page, Request, Response } from 'playwright-core';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { accessibilityViolations, launchBrowser } from './stack/browser';
import { anna, openForBusiness } from './stack/company';
import {
  asksForTheRest,
  isPaused,
  isPlaying,
  isSilenced,
  keepSound,
  movesOn,
  nextIn,
  player,
  positionIn,
  reach,
  seekTo,
  soundOf,
  takesItsTime,
} from './stack/player';
import { administrator, type Stack, startStack } from './stack/stack';

const jan = 'Jan Kowalski';

let stack: Stack;
let browser: Browser;
let api: ApiClient;

/** Recorded calls by the number that called. */
const numbers = {
  short: '+48600100200',
  long: '+48501222333',
  colleagues: '+48729000111',
  parts: '+48226543210',
  never: '+48601000001',
} as const;
type Name = keyof typeof numbers;

const callOf = async (name: Name): Promise<CallItem | undefined> => {
  const phone = encodeURIComponent(numbers[name]);
  const { body } = await api.request<Listed<CallItem>>('GET', `/calls?direction=incoming&phone=${phone}`);
  return body.items[0];
};
const untilState = (name: Name, state: RecordingState, seconds = 60): Promise<CallItem | undefined> =>
  eventually(
    () => callOf(name),
    (call) => call?.recording?.state === state,
    seconds,
  );
const playRemotely = (playRecordingsRemotely: boolean) =>
  api.request('PUT', '/settings/zadarma', { playRecordingsRemotely });

beforeAll(async () => {
  stack = await startStack({ queue: 'postgres', simulatorSpeed: 400 });
  browser = await launchBrowser();
  api = await signIn(stack.url);
  await openForBusiness(stack, api);
  // Otherwise every call would go to the one agent.
  await api.request('PUT', '/settings/zadarma', {
    routing: { enabled: false },
    playRecordingsRemotely: true,
  });
  const { simulator } = stack;
  const answered = (name: Name, extension: string, talkSeconds: number) =>
    simulator.runScenario('incoming-answered', { from: numbers[name], extension, talkSeconds });
  const calls = [
    answered('short', '101', 20),
    answered('colleagues', '102', 20),
    answered('never', '101', 20),
    simulator.runScenario('recorded-in-parts', { from: numbers.parts, talkSeconds: 6, extension: '101' }),
  ];
  await Promise.all(calls.map((call) => call.finished));
  // Begins in a second of its own after the others, so that they follow it in the list.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  calls.push(answered('long', '101', 600));
  await calls.at(-1)?.finished;
  const never = simulator.call(calls[2]?.id ?? '')?.recordings[0];
  simulator.addFault({ target: 'recording', kind: 'not-ready', callId: never });
  await eventually(
    () => api.request<Listed<CallItem>>('GET', '/calls?hasRecording=true'),
    ({ body }) => body.items.length === calls.length,
    30,
  );
}, 120_000);

afterAll(async () => {
  await browser.close();
  await stack.stop();
});

/** A browser of an employee in Warsaw, on the calls screen. */
async function openAs(
  credentials: { email: string; password: string },
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const context = await browser.newContext({
    locale: 'pl-PL',
    timezoneId: 'Europe/Warsaw',
    viewport: { width: 1280, height: 860 },
    acceptDownloads: true,
  });
  const client = await signIn(stack.url, credentials);
  const [name = '', value = ''] = client.cookie.split('=');
  await context.addCookies([{ name, value, url: `${stack.url}/api` }]);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await prepare?.(page);
  await page.goto(`${stack.url}/calls`);
  await page.getByRole('heading', { name: 'Połączenia' }).waitFor();
  return page;
}

/** Has the simulator make the file of a call, which takes it a second for every two minutes of sound. */
async function fetchFromZadarma(name: Name): Promise<void> {
  const call = await untilState(name, 'remote');
  const { body } = await api.request<Listed<{ id: string }>>('GET', `/calls/${call?.id}/recordings`);
  const playback = await api.request<{ url: string }>(
    'POST',
    `/recordings/${body.items[0]?.id}/playback`,
    {},
  );
  await (await fetch(playback.body.url)).arrayBuffer();
}

/** Makes the recordings of a call as old as the ladder of attempts needs before it gives up. */
async function aDayPasses(callId: string): Promise<void> {
  const database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  await database.query(
    `UPDATE recordings SET available_from = available_from - interval '2 days', next_attempt_at = now(),
       fetch_attempts = 20 WHERE call_id = $1`,
    [callId],
  );
  await database.end();
}

const rowOf = (page: Page, text: string): Locator => page.getByRole('row').filter({ hasText: text });
const playIn = (row: Locator): Promise<void> =>
  row.getByRole('button', { name: /^Odtwórz nagranie/ }).click();

/** Who was talked to in the call with the next recording down the list. */
async function nameAfter(name: Name): Promise<string> {
  const { body } = await eventually(
    () => api.request<Listed<CallItem>>('GET', '/calls'),
    ({ body: { items } }) =>
      items.every(({ recording }) => ['ready', 'remote', 'missing'].includes(recording?.state ?? '')),
    60,
  );
  const heard = body.items.filter(({ recording }) => recording?.state !== 'missing');
  const at = heard.findIndex(({ externalNumber }) => externalNumber === numbers[name]);
  return heard[at + 1]?.contactName ?? '';
}

const isOfSimulator = (message: Request | Response): boolean => message.url().startsWith(stack.simulator.url);

describe('a recording that has just been made', () => {
  it('is waited for, begins by itself, and follows one above it under the filters of that moment', async () => {
    const above = await openAs(administrator);
    await playIn(rowOf(above, 'Maria Lewandowska'));
    await player(above).getByRole('link').waitFor();
    expect(await nextIn(above).count()).toBe(0);

    const page = await openAs(administrator);
    const row = rowOf(page, jan);
    await row.getByTitle(/w przygotowaniu/).waitFor();
    await playIn(row);
    await player(page)
      .getByText(/w przygotowaniu – sprawdzimy za/)
      .waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await isPlaying(page, 80);
    await movesOn(page);
    await page.context().close();

    await nextIn(above).waitFor();
    await above.getByRole('searchbox').fill('Kowalski');
    await rowOf(above, 'Hurtownia Elektryczna Volt').waitFor({ state: 'detached' });
    await nextIn(above).click();
    await player(above).getByRole('link', { name: jan }).waitFor();
    await isPlaying(above);
    await above.context().close();
  });

  it('of two parts plays them in order', async () => {
    await untilState('parts', 'remote');
    const page = await openAs(administrator);
    await playIn(rowOf(page, 'Hurtownia Elektryczna Volt'));
    await player(page).getByText('Część 1 z 2').waitFor();
    await isPlaying(page);
    await player(page).getByText('Część 2 z 2').waitFor({ timeout: 30_000 });
    await player(page)
      .getByText(/^Koniec nagrania/)
      .first()
      .waitFor({ timeout: 30_000 });
    await page.context().close();
  });

  it('and never was says so, and offers nothing', async () => {
    const { id } = (await callOf('never')) ?? {};
    await aDayPasses(id ?? '');
    await untilState('never', 'missing');
    const page = await openAs(administrator);
    const row = rowOf(page, '601 000 001');
    await row.getByRole('img', { name: 'Zadarma nie ma tego nagrania' }).waitFor();
    expect(await row.getByRole('button', { name: /nagranie/ }).count()).toBe(0);
    await page.context().close();
  });
});

describe('a recording', () => {
  it('plays straight from Zadarma, which is told nothing of the page', async () => {
    await untilState('short', 'remote');
    const page = await openAs(anna);
    const asked: Request[] = [];
    page.on('request', (request) => isOfSimulator(request) && asked.push(request));
    await playIn(rowOf(page, jan));
    await isPlaying(page);
    await movesOn(page);
    expect(asked.length).toBeGreaterThan(0);
    for (const request of asked) {
      const headers = await request.allHeaders();
      expect([headers['referer'], headers['cookie']]).toEqual([undefined, undefined]);
    }
    expect(await accessibilityViolations(page)).toEqual([]);

    // The player stays while one moves on, and is steered by keys there.
    await page.getByRole('link', { name: 'Kontakty' }).click();
    await page.getByRole('heading', { name: 'Kontakty' }).waitFor();
    await movesOn(page);
    await page.keyboard.press('Space');
    await isPaused(page);
    await page.context().close();
  });

  it('whose link is dead is asked for anew, and plays', async () => {
    stack.simulator.addFault({ target: 'recording', kind: 'dead-link', times: 1 });
    const page = await openAs(anna);
    const answers: number[] = [];
    page.on('response', (response) => isOfSimulator(response) && answers.push(response.status()));
    await playIn(rowOf(page, jan));
    await isPlaying(page);
    await movesOn(page);
    expect(answers[0]).toBe(404);
    expect(answers.some((status) => status < 300)).toBe(true);
    await page.context().close();
  });

  it('is saved as a file under a name of ours, without a tab and without a visit of the browser at Zadarma', async () => {
    const page = await openAs(anna);
    const visits: (Request | Page)[] = [];
    page.context().on('request', (request) => isOfSimulator(request) && visits.push(request));
    page.context().on('page', (tab) => visits.push(tab));
    const comes = page.waitForEvent('download', { timeout: 40_000 });
    await rowOf(page, jan)
      .getByRole('button', { name: /^Pobierz nagranie/ })
      .click();
    const saved = await comes;
    expect(saved.suggestedFilename()).toMatch(/^\d{4}-\d\d-\d\d_\d{4}_\+48600100200_1\.mp3$/);
    const file = await readFile(await saved.path());
    // Frames of MPEG audio, twenty seconds of them.
    expect([file[0], (file[1] ?? 0) & 0xe0]).toEqual([0xff, 0xe0]);
    expect(file.length).toBeGreaterThan(20_000);
    expect(visits).toEqual([]);
    expect((await callOf('short'))?.recording?.state).toBe('remote');
    await page.context().close();
  });

  it('may not be heard by an agent who took no part in the call', async () => {
    const page = await openAs(anna);
    const row = rowOf(page, 'Tomasz Kamiński');
    await row.getByRole('img', { name: /możesz odsłuchać tylko rozmowy/ }).waitFor();
    expect(await row.getByRole('button', { name: /nagranie/ }).count()).toBe(0);
    const call = await callOf('colleagues');
    const { body } = await api.request<Listed<{ id: string }>>('GET', `/calls/${call?.id}/recordings`);
    const agent = await signIn(stack.url, anna);
    const refused = await agent.request('POST', `/recordings/${body.items[0]?.id}/playback`, {});
    expect(refused.status).toBe(404);
    await page.context().close();
  });

  it('plays straight from Zadarma from where one goes to, and only the rest is asked for', async () => {
    await fetchFromZadarma('long');
    const page = await openAs(administrator);
    await takesItsTime(page);
    const answers: Response[] = [];
    page.on('response', (response) => isOfSimulator(response) && answers.push(response));
    await playIn(rowOf(page, 'Maria Lewandowska'));
    await isPlaying(page, 40);
    await player(page).getByText('10:00').waitFor();
    answers.length = 0;
    await seekTo(page, 480);
    await asksForTheRest(answers);
    await isPlaying(page);
    await movesOn(page);
    expect(await positionIn(page)).toBeGreaterThan(480);
    expect((await callOf('long'))?.recording?.state).toBe('remote');
    await page.context().close();
  }, 120_000);

  it('is fetched once when it plays from here, and a seek asks for the rest only', async () => {
    await playRemotely(false);
    const page = await openAs(administrator);
    await takesItsTime(page);
    const answers: Response[] = [];
    page.on('response', (response) => response.url().includes('/audio') && answers.push(response));
    await playIn(rowOf(page, 'Maria Lewandowska'));
    await isPlaying(page, 90);
    await player(page).getByText('10:00').waitFor();
    answers.length = 0;
    await seekTo(page, 480);
    await asksForTheRest(answers);
    expect((await callOf('long'))?.recording?.state).toBe('ready');
    await page.context().close();
  }, 180_000);

  it('is saved under a name of its own from here', async () => {
    const page = await openAs(anna);
    const saved = page.waitForEvent('download', { timeout: 40_000 });
    await rowOf(page, jan)
      .getByRole('button', { name: /^Pobierz nagranie/ })
      .click();
    expect((await saved).suggestedFilename()).toMatch(/\.mp3$/);
    await page.context().close();
  });

  it('is drawn as a wave when it lies here', async () => {
    const page = await openAs(anna);
    await playIn(rowOf(page, jan));
    await isPlaying(page, 40);
    await player(page).locator('[data-drawn]').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.context().close();
  });

  it('is steered by the keyboard alone, and goes on after a reload where it was left', async () => {
    // Only a recording that is there follows another.
    const following = await nameAfter('long');
    const page = await openAs(administrator, keepSound);
    const row = rowOf(page, 'Maria Lewandowska');
    const playByKeys = async (): Promise<void> => {
      await row.waitFor();
      await reach(page, page.locator('[data-call-id]'), 'Tab');
      await reach(page, row.locator('[data-call-id]'), 'ArrowDown');
      await reach(page, row.getByRole('button', { name: /^Odtwórz nagranie/ }), 'Tab');
      await page.keyboard.press('Enter');
    };
    await playByKeys();
    await isPlaying(page);
    await page.keyboard.press('>');
    const speed = player(page).getByRole('combobox', { name: 'Szybkość odtwarzania' });
    expect(await speed.inputValue()).toBe('1.25');
    await movesOn(page);
    await page.keyboard.press('k');
    await isPaused(page);
    expect(await soundOf(page)).toMatchObject({ rate: 1.25, paused: true });
    const before = await positionIn(page);
    await page.keyboard.press('ArrowRight');
    const { at } = await soundOf(page);
    expect(at - before).toBeCloseTo(5, 0);
    expect(await positionIn(page)).toBeCloseTo(at, 0);

    await page.reload();
    await playByKeys();
    await isPlaying(page);
    expect(await speed.inputValue()).toBe('1.25');
    expect((await soundOf(page)).rate).toBe(1.25);
    expect(await positionIn(page)).toBeGreaterThanOrEqual(Math.floor(at));

    await reach(page, nextIn(page), 'Tab');
    await page.keyboard.press('Enter');
    await player(page).getByRole('link', { name: following }).waitFor();
    await isPlaying(page);
    await movesOn(page);
    await page.context().close();
  });

  it('is written down, and a clicked word plays from its second', async () => {
    const call = await callOf('short');
    const page = await openAs(anna);
    await page.goto(`${stack.url}/calls/${call?.id}`);
    await page.getByRole('button', { name: 'Zamień na tekst' }).click();
    const text = page.getByRole('list', { name: 'Transkrypcja' });
    await text.waitFor({ timeout: 60_000 });
    const word = text.locator('li').last().locator('span[data-at]').first();
    const second = Number(await word.getAttribute('data-at'));
    const said = (await word.innerText()).trim();
    await word.click();
    await isPlaying(page);
    await eventually(
      () => positionIn(page),
      (position) => position >= second,
    );
    expect(await accessibilityViolations(page)).toEqual([]);

    // The same word leads there from the search too.
    await page.goto(`${stack.url}/calls`);
    await page.getByRole('button', { name: 'Szukaj w rozmowach' }).click();
    await page.getByRole('searchbox', { name: 'Słowa z rozmowy' }).fill(said);
    await page
      .getByRole('dialog')
      .getByRole('link', { name: new RegExp(jan) })
      .first()
      .click();
    await page.getByRole('heading', { name: jan }).waitFor();
    await isPlaying(page);
    await page.context().close();
  });

  it('falls silent when a call rings or one calls, in every tab, and goes on at a press only', async () => {
    const page = await openAs(anna, keepSound);
    const other = await page.context().newPage();
    await other.goto(`${stack.url}/calls`);
    await page.bringToFront();
    for (const tab of [page, other]) {
      await playIn(rowOf(tab, 'Maria Lewandowska'));
      await isPlaying(tab);
      await movesOn(tab);
    }
    const { id } = stack.simulator.runScenario('incoming-answered', {
      from: numbers.colleagues,
      extension: '101',
      manual: true,
    });
    const pop = page.getByRole('article', { name: /Tomasz Kamiński/ });
    await pop.getByText('Dzwoni', { exact: true }).waitFor();
    await Promise.all([isSilenced(page), isSilenced(other)]);
    const { at, paused } = await soundOf(page);
    expect(paused).toBe(true);
    expect(await accessibilityViolations(page)).toEqual([]);

    stack.simulator.hangUp(id);
    await pop.getByText('Dzwoni', { exact: true }).waitFor({ state: 'detached' });
    await isSilenced(page);
    expect(await soundOf(page)).toMatchObject({ at, paused: true });
    await player(page).getByRole('button', { name: 'Odtwórz', exact: true }).click();
    await isPlaying(page);
    expect(await positionIn(page)).toBeGreaterThanOrEqual(Math.floor(at));
    await movesOn(page);

    await page
      .getByRole('button', { name: /^Zadzwoń: Jan Kowalski/ })
      .first()
      .click();
    await isSilenced(page);
    expect((await soundOf(page)).paused).toBe(true);
    stack.simulator.calls({ live: true }).forEach((call) => stack.simulator.hangUp(call.id));
    await page.context().close();
  });

  it('leaves a line for everybody who listened', async () => {
    const call = await callOf('short');
    const page = await openAs(administrator);
    await page.goto(`${stack.url}/calls/${call?.id}`);
    await page.getByRole('button', { name: 'Pokaż, kto słuchał' }).click();
    const log = page.getByRole('list', { name: 'Kto słuchał' });
    await log.getByText('pobranie pliku').first().waitFor();
    await log.getByText(anna.name).first().waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.context().close();
  });
});
