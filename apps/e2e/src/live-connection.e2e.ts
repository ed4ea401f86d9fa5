import pg from 'pg';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { eventually, signIn } from './stack/api-client';
import { launchBrowser } from './stack/browser';
import { openForBusiness } from './stack/company';
import { type Gate, openGate } from './stack/gate';
import { goTo, judge, looks, openLook } from './stack/looks';
import { administrator, type Stack, startStack } from './stack/stack';

let stack: Stack;
let gate: Gate;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  stack = await startStack({ queue: 'postgres' });
  const client = await signIn(stack.url);
  await openForBusiness(stack, client);
  gate = await openGate(stack.url);
  browser = await launchBrowser();
  context = await browser.newContext({ locale: 'pl-PL', timezoneId: 'Europe/Warsaw' });
  const [name = '', value = ''] = client.cookie.split('=');
  await context.addCookies([{ name, value, url: `${stack.url}/api` }]);
});

afterAll(async () => {
  await browser.close();
  await gate.close();
  await stack.stop();
});

/** A tab and the live streams it has open. */
interface Tab {
  readonly page: Page;
  readonly streams: Set<Request>;
}

async function openTab(): Promise<Tab> {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const streams = new Set<Request>();
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/live') {
      streams.add(request);
    }
  });
  page.on('requestfinished', (request) => streams.delete(request));
  page.on('requestfailed', (request) => streams.delete(request));
  await goTo(page, stack.url);
  await page.getByRole('status').filter({ hasText: 'Na żywo' }).waitFor();
  return { page, streams };
}

/** A call comes in, is taken and ends, and every tab shows it so without being touched. */
async function expectLive(tabs: readonly Tab[], caller: { number: string; name: string }): Promise<void> {
  const { id } = stack.simulator.runScenario('incoming-answered', { from: caller.number, manual: true });
  const see = (text: string) =>
    Promise.all(
      tabs.map(({ page }) =>
        page.getByRole('row').filter({ hasText: caller.name }).getByText(text).waitFor(),
      ),
    );
  await eventually(
    () => Promise.resolve(stack.simulator.accept(id, '101')),
    (taken) => taken,
  );
  await see('Rozmowa');
  stack.simulator.hangUp(id);
  await see('Odebrane');
}

const streamsOf = (tabs: readonly Tab[]): number[] => tabs.map(({ streams }) => streams.size);

it('keeps one live connection for all tabs of a browser, and another tab takes it over when its own is closed', async () => {
  const tabs = [await openTab(), await openTab(), await openTab()];
  await expectLive(tabs, { number: '+48600100200', name: 'Jan Kowalski' });
  expect(streamsOf(tabs)).toEqual([1, 0, 0]);

  const [leader, ...others] = tabs;
  await leader?.page.close();
  const open = () => Promise.resolve(streamsOf(others).reduce((sum, count) => sum + count, 0));
  await eventually(open, (count) => count === 1);
  await expectLive(others, { number: '+48501222333', name: 'Maria Lewandowska' });
  expect(await open()).toBe(1);
});

/** Screens of every look on the way through the gate, each with the word it says when all is well. */
const openLooks = () =>
  Promise.all(
    looks.map(async (look) => {
      const page = await openLook({ browser, stack }, look, administrator);
      await goTo(page, gate.url);
      const status = page
        .getByRole('status')
        .filter({ hasText: look.language === 'pl' ? 'Na żywo' : 'Live' });
      await status.waitFor();
      return { look, page, status };
    }),
  );

it('says what is wrong when the server takes everything and answers nothing, and goes on when it does again', async () => {
  const page = await context.newPage();
  // Only to be 40 seconds older at once: the page's own time goes on as ever.
  await page.clock.install();
  await goTo(page, `${gate.url}/contacts`);
  const status = page.getByRole('banner').getByRole('status');
  await status.getByText('Na żywo').waitFor();
  gate.stall();

  await page.getByRole('searchbox').fill('Kamiński');
  const refusal = page.getByRole('alert').filter({ hasText: 'Serwer nie odpowiedział na czas' });
  await refusal.waitFor({ timeout: 25_000 });
  await refusal.getByRole('button', { name: 'Spróbuj ponownie' }).waitFor();

  await page.clock.fastForward(40_000);
  await status.getByText('Łączenie…').waitFor();
  await page.clock.fastForward(6_000);
  await status.getByText('Brak łączności').waitFor();

  gate.open();
  await status.getByText('Na żywo').waitFor();
  // Nobody has to ask again.
  await page.getByRole('main').getByText('Tomasz Kamiński').waitFor();
  await refusal.waitFor({ state: 'detached' });
  await page.close();
});

it('shows what could not be fetched while the server was away as soon as it is back, whole', async () => {
  const shown = await openLooks();
  gate.shut();
  for (const { look, page } of shown) {
    const [contacts, away] =
      look.language === 'pl' ? ['Kontakty', 'serwer nie odpowiada'] : ['Contacts', 'does not answer'];
    await page.getByRole('navigation').getByRole('link', { name: contacts }).click();
    await page.getByRole('main').getByRole('alert').filter({ hasText: away }).waitFor();
    await judge(page, look, 'screen-missing');
    await page.keyboard.press('Control+k');
    await page.getByRole('alert').filter({ hasText: away }).nth(1).waitFor();
    await judge(page, look, 'part-missing');
  }
  gate.open();
  for (const { page, status } of shown) {
    await page.getByRole('main').getByText('Jan Kowalski').first().waitFor();
    await page.getByRole('dialog').waitFor();
    await status.waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    const styles = await styleSheets(page);
    expect(styles.filter(({ isThere }) => !isThere)).toEqual([]);
    expect(styles.map(({ path }) => path)).toContainEqual(expect.stringContaining('contacts-page'));
    await page.context().close();
  }
});

it('begins by itself after the server was away while it was being loaded', async () => {
  const page = await context.newPage();
  const [texts, viewer] = ['**/assets/pl-*.js', '**/api/v1/auth/me'];
  await page.route(texts, (route) => route.abort());
  await page.route(viewer, (route) => route.abort());
  const areMissing = page.waitForEvent('requestfailed', (request) => request.url().includes('/assets/pl-'));
  await Promise.all([areMissing, page.goto(stack.url)]);
  await page.unroute(texts);
  await page.getByRole('heading', { name: 'Nie udało się wyświetlić strony' }).waitFor();
  await page.unroute(viewer);
  await page.getByRole('heading', { name: 'Połączenia', level: 1 }).waitFor();
  await page.close();
});

it('says that calls come in and are not worked through while the worker is stopped', async () => {
  await stack.worker.stop();
  const from = '+48729000111';
  const { id } = stack.simulator.runScenario('incoming-answered', { from, manual: true });
  await eventually(growOld, (rows) => rows > 0);
  const shown = await Promise.all(
    looks.map(async (look) => {
      const page = await openLook({ browser, stack }, look, administrator);
      await goTo(page, stack.url);
      const status = page.getByRole('banner').getByRole('status');
      await status
        .getByText(look.language === 'pl' ? 'jeszcze nie opracowane' : 'not worked through')
        .waitFor();
      await judge(page, look, 'behind');
      await status.getByRole('button').click();
      await judge(page, look, 'behind-explained');
      return { look, page, status };
    }),
  );
  await stack.startWorker();
  await Promise.all(
    shown.map(async ({ look, page, status }) => {
      await status.getByText(look.language === 'pl' ? 'Na żywo' : 'Live', { exact: true }).waitFor();
      await page.getByRole('row').filter({ hasText: 'Tomasz Kamiński' }).first().waitFor();
      await page.context().close();
    }),
  );
  stack.simulator.hangUp(id);
});

/** The style sheets of a page; one that did not come is there as well, but may not be read. */
const styleSheets = (page: Page): Promise<{ path: string; isThere: boolean }[]> =>
  page.evaluate(() => {
    const isThere = (sheet: CSSStyleSheet | null): boolean => {
      try {
        return Boolean(sheet?.cssRules.length);
      } catch {
        return false;
      }
    };
    return [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].map(
      ({ href, sheet }) => ({ path: new URL(href).pathname, isThere: isThere(sheet) }),
    );
  });

/** Makes what waits in the inbox a minute older, so that nobody has to wait for it; how much that is. */
async function growOld(): Promise<number> {
  const database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  try {
    const { rowCount } = await database.query(
      `UPDATE inbound_events SET received_at = received_at - interval '1 minute' WHERE processed_at IS NULL`,
    );
    return rowCount ?? 0;
  } finally {
    await database.end();
  }
}
