import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { eventually, signIn } from './stack/api-client';
import { launchBrowser } from './stack/browser';
import { openForBusiness } from './stack/company';
import { goTo } from './stack/looks';
import { type Stack, startStack } from './stack/stack';

let stack: Stack;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  stack = await startStack({ queue: 'postgres' });
  const client = await signIn(stack.url);
  await openForBusiness(stack, client);
  browser = await launchBrowser();
  context = await browser.newContext({ locale: 'pl-PL', timezoneId: 'Europe/Warsaw' });
  const [name = '', value = ''] = client.cookie.split('=');
  await context.addCookies([{ name, value, url: `${stack.url}/api` }]);
});

afterAll(async () => {
  await browser.close();
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
