import { gzipSync } from 'node:zlib';
import type { CallItem, Contact, Page as Listed, Recording } from '@callboard/contracts';
import type { Browser, Locator, Page, Response } from 'playwright-core';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { launchBrowser } from './stack/browser';
import { anna, openForBusiness } from './stack/company';
import { customersFile } from './stack/customers-file';
import { goTo, judge, type Look, looks, openLook, takePicture, titleOf } from './stack/looks';
import { words } from './stack/screen-words';
import { administrator, type Stack, startStack } from './stack/stack';

const jan = '+48600100200';

let stack: Stack;
let browser: Browser;
let api: ApiClient;
let contacts: Contact[];
let call: CallItem;
/** Resolves once Jan Kowalski's recording is there and written down, long after his call. */
let written: Promise<unknown>;

beforeAll(async () => {
  stack = await startStack({ queue: 'postgres', simulatorSpeed: 60 });
  browser = await launchBrowser();
  api = await signIn(stack.url);
  contacts = await openForBusiness(stack, api);
  await offerPhone();
  const scenarios = [
    'incoming-answered',
    'incoming-missed',
    'outgoing-answered',
    'outgoing-busy',
    'transfer',
  ] as const;
  const played = contacts.map((contact, index) => {
    const number = contact.phones[0]?.number ?? '';
    return stack.simulator.runScenario(scenarios[index % scenarios.length] ?? 'transfer', {
      from: number,
      to: number,
    });
  });
  await Promise.all(played.map(({ finished }) => finished));
  const listed = await eventually(
    () => api.request<Listed<CallItem>>('GET', '/calls'),
    ({ body }) =>
      body.items.length === 5 && body.items.every(({ status }) => !['ringing', 'talking'].includes(status)),
    30,
  );
  const answered = listed.body.items.find(({ externalNumber }) => externalNumber === jan);
  if (!answered) {
    throw new Error('Jan Kowalski has not called');
  }
  call = answered;
  written = writeDown(call.id);
  written.catch(() => undefined);
});

afterAll(async () => {
  await browser.close();
  await stack.stop();
});

/** Lets the browser phone run on the simulated cloud. */
async function offerPhone(): Promise<void> {
  const widget = `${stack.simulator.url}/webphoneWebRTCWidget/v9/js`;
  await api.request('PUT', '/settings/zadarma', {
    // The simulated time runs too fast for a ring that ends by itself.
    routing: { returnTimeoutSeconds: 0 },
    webrtc: { scriptUrls: [`${widget}/loader-phone-lib.js?sub_v=1`, `${widget}/loader-phone-fn.js?sub_v=1`] },
  });
  await api.request('POST', '/settings/zadarma/webrtc-domain');
}

/** A call rings in the phone and, clear of it, above it. */
async function rings(page: Page, { language }: Look): Promise<void> {
  const { contact, answer, dock } = words[language];
  await page.getByRole('link', { name: contact }).waitFor();
  await page.frameLocator('iframe').getByRole('button', { name: answer }).waitFor();
  await eventually(
    async () => ({
      card: await page.getByRole('article').last().boundingBox(),
      phone: await page.getByRole('region', { name: dock }).boundingBox(),
    }),
    ({ card, phone }) => card !== null && phone !== null && card.y + card.height <= phone.y,
  );
}

const open = (look: Look, credentials?: { email: string; password: string }) =>
  openLook({ browser, stack }, look, credentials);

/** Has the recording of a call written down as soon as it can be. */
async function writeDown(callId: string): Promise<void> {
  const parts = await eventually(
    () => api.request<Listed<Recording>>('GET', `/calls/${callId}/recordings`),
    ({ body }) => body.items.some(({ state }) => state === 'remote'),
    120,
  );
  const { id } = parts.body.items[0] ?? { id: '' };
  await api.request('POST', `/recordings/${id}/transcript`);
  await eventually(
    () => api.request<{ state: string }>('GET', `/recordings/${id}/transcript`),
    ({ body }) => body.state === 'ready',
    60,
  );
}

let lastTurn: Promise<unknown> = Promise.resolve();

/** There is one phone 101 and one simulated cloud, so what rings there takes turns; the rest of a look's short work too. */
function inTurn(act: () => Promise<void>): Promise<void> {
  const turn = lastTurn.then(act);
  lastTurn = turn.catch(() => undefined);
  return turn;
}

const rowOf = (page: Page, { id }: CallItem): Locator =>
  page.getByRole('row').filter({ has: page.locator(`[data-call-id="${id}"]`) });

/** Plays the call, however far down the list it has come, and shows the head of the screen again, clear of the bar on top. */
async function play(page: Page, { language }: Look): Promise<void> {
  await rowOf(page, call).getByRole('button', { name: words[language].play }).click();
  await page.evaluate(() => scrollTo({ top: 0 }));
}

/** A screen by its address, and what a button of it opens. */
type Screen = readonly [name: string, path: string, opened?: Opened];

interface Opened {
  name: string;
  button: string | RegExp;
  /** What is there once it is open. */
  shows: string;
}

const screensOf = ({ language }: Look): readonly Screen[] => {
  const say = words[language];
  const contact = `/contacts/${contacts[0]?.id}`;
  return [
    ['calls', '/calls'],
    [
      'calls-filtered',
      '/calls?status=missed',
      { name: 'calls-filters', button: say.filters, shows: '#call-filters [type="date"]' },
    ],
    ['call', `/calls/${call.id}`],
    ['dial', `/dial?number=${encodeURIComponent(jan)}`],
    ['contacts', '/contacts'],
    ['contact', contact],
    ['contact-edit', `${contact}/edit`],
    [
      'contact-new',
      '/contacts/new?phone=%2B48600999888',
      { name: 'contact-refused', button: say.save, shows: '[aria-invalid="true"]' },
    ],
    [
      'employees',
      '/employees',
      { name: 'employee-new', button: say.newEmployee, shows: '[role="dialog"] input' },
    ],
    ['api-keys', '/api-keys', { name: 'api-key-new', button: say.newKey, shows: '[role="dialog"] input' }],
    ['settings-connection', '/settings/zadarma/connection'],
    ['settings-pbx', '/settings/zadarma/pbx'],
    ['settings-routing', '/settings/zadarma/routing'],
    [
      'settings-recordings',
      '/settings/zadarma/recordings',
      { name: 'retention-question', button: say.runRetention, shows: '[role="dialog"]' },
    ],
    ['settings-webrtc', '/settings/zadarma/webrtc'],
  ];
};

/** A file before it is imported: how it was read, what will happen, and what is wrong with some of its rows. */
async function previewImport(page: Page, look: Look): Promise<void> {
  const { chooseFile, preview } = words[look.language];
  await goTo(page, `${stack.url}/contacts/import`);
  await judge(page, look, 'contact-import');
  await page.getByLabel(chooseFile).setInputFiles(customersFile);
  const outcome = page.getByRole('heading', { name: preview });
  await outcome.waitFor();
  await page
    .getByRole('table')
    .first()
    .evaluate((table) => table.scrollIntoView({ block: 'center' }));
  await judge(page, look, 'contact-import-columns');
  await page.getByRole('table').last().scrollIntoViewIfNeeded();
  await judge(page, look, 'contact-import-preview');
}

/** Answers that a stack which has just begun cannot give: no recording of it is old enough to be deleted. */
const agedRecordings = {
  retentionDays: 90,
  due: { count: 37, bytes: 48_300_000, oldestAt: '2026-01-07T09:12:00.000Z' },
  held: 2,
  lastRun: null,
};

const widths = [1280, 375].map((width) => [width, looks.filter((look) => look.width === width)] as const);

// A screen waits as much as it computes, so that some share the processors; too many would make the calls late.
describe.each(widths)('the screens at %d pixels', (_, sameWidth) => {
  for (const look of sameWidth) {
    const say = words[look.language];
    const title = titleOf(look);

    it.concurrent(`show an administrator everything in ${title}`, async () => {
      const page = await open(look, administrator);
      await page.route('**/api/v1/recordings/retention', (route) => route.fulfill({ json: agedRecordings }));
      for (const [name, path, opened] of screensOf(look)) {
        await goTo(page, `${stack.url}${path}`);
        await judge(page, look, name);
        if (opened) {
          await page.getByRole('button', { name: opened.button }).first().click();
          await page.locator(opened.shows).first().waitFor();
          await judge(page, look, opened.name);
        }
      }
      await previewImport(page, look);
      await page.context().close();
    });

    it.concurrent(`let a stranger sign in, or set up a new Callboard, in ${title}`, () =>
      inTurn(async () => {
        const page = await open(look);
        await goTo(page, stack.url);
        await judge(page, look, 'sign-in');
        await page.route('**/api/v1/setup', (route) => route.fulfill({ json: { needed: true, demo: null } }));
        await goTo(page, `${stack.url}/setup`);
        await judge(page, look, 'setup');
        await page.getByRole('button', { name: say.setUp }).click();
        await judge(page, look, 'setup-refused');
        await page.context().close();
      }),
    );

    it.concurrent(`show the dial pad, the phone and calls, in and out, in ${title}`, () =>
      inTurn(async () => {
        const page = await open(look, anna);
        await goTo(page, `${stack.url}/calls`);
        const phone = page.getByRole('button', { name: say.phone });
        await phone.click();
        await page.frameLocator('iframe').getByText(say.ready).waitFor();
        await judge(page, look, 'phone');
        await phone.click();

        await page.keyboard.press('Alt+k');
        await page.getByRole('textbox', { name: say.number }).fill('12');
        await judge(page, look, 'dial-pad');
        await page.keyboard.press('Enter');
        await page.getByRole('article').getByRole('link').waitFor();
        await judge(page, look, 'call-failed');

        stack.simulator.setBehaviour({ agentAnswersAfter: 0, clientAnswersAfter: 0, talkSeconds: 36_000 });
        await page.getByRole('button', { name: say.call }).first().click();
        await page.locator('[aria-current="step"]', { hasText: say.talk }).waitFor();
        await judge(page, look, 'call-talking');
        stack.simulator.calls({ live: true }).forEach(({ id }) => stack.simulator.hangUp(id));
        await page.getByRole('button', { name: say.dismiss }).click();

        await play(page, look);
        await page.getByRole('region', { name: say.player }).waitFor();
        const { id } = stack.simulator.runScenario('incoming-answered', { from: jan, manual: true });
        await rings(page, look);
        await judge(page, look, 'ringing');
        stack.simulator.hangUp(id);
        await page.context().close();
      }),
    );
  }
});

describe('a conversation', () => {
  it.concurrent.each(looks.map((look) => [titleOf(look), look] as const))(
    'is heard, read, found by its words and deleted in %s',
    async (_, look) => {
      const say = words[look.language];
      await written;
      const page = await open(look, administrator);
      await goTo(page, `${stack.url}/calls`);
      await play(page, look);
      const player = page.getByRole('region', { name: say.player });
      await player.getByText(say.playing).waitFor();
      await judge(page, look, 'player');
      await player.getByRole('link').click();
      await page.waitForURL(/\/calls\/./);
      await page.getByRole('heading', { name: say.recordings }).waitFor();
      await judge(page, look, 'player-call');
      const text = page.getByRole('list', { name: say.transcript });
      await text.waitFor();
      await text.scrollIntoViewIfNeeded();
      await judge(page, look, 'transcript');
      const said = await text.locator('span[data-at]').first().innerText();

      await page.getByRole('button', { name: say.remove }).click();
      await page.getByRole('dialog').waitFor();
      await judge(page, look, 'recording-question');

      await goTo(page, `${stack.url}/calls`);
      await page.getByRole('button', { name: say.search }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('searchbox').fill(said.trim());
      await dialog.getByRole('link').first().waitFor();
      await judge(page, look, 'transcript-search');
      await page.context().close();
    },
  );
});

it('load no more than 240 KiB of script for the list of calls and the phone', async () => {
  const page = await open({ language: 'pl', scheme: 'light', width: 1280 }, anna);
  const scripts: Response[] = [];
  page.on('response', (response) => {
    if (response.frame() === page.mainFrame() && new URL(response.url()).pathname.endsWith('.js')) {
      scripts.push(response);
    }
  });
  await goTo(page, `${stack.url}/calls`);
  await page.getByRole('button', { name: words.pl.phone }).waitFor();
  const sizes = await Promise.all(scripts.map(async (script) => gzipSync(await script.body()).length));
  expect(sizes.length).toBeGreaterThan(3);
  expect(sizes.reduce((sum, size) => sum + size, 0) / 1024).toBeLessThan(240);
  await page.context().close();
});

it('pops up over the list while a customer calls, as in the README', async () => {
  const look: Look = { language: 'en', scheme: 'light', width: 1280 };
  const page = await open(look, anna);
  await page.goto(`${stack.url}/calls`);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('button', { name: words.en.phone }).waitFor();
  const { id } = stack.simulator.runScenario('incoming-answered', { from: jan, manual: true });
  await rings(page, look);
  await takePicture(page, 'calls');
  stack.simulator.hangUp(id);
});

it('imports the customers of an Excel file, all but the rows that are wrong, and nobody twice', async () => {
  const look: Look = { language: 'pl', scheme: 'light', width: 1280 };
  await stack.simulator.runScenario('incoming-missed', { from: '+48602333445' }).finished;
  const page = await open(look, administrator);
  await goTo(page, `${stack.url}/contacts`);
  await page.getByRole('link', { name: 'Importuj z pliku' }).click();
  const importOnce = async (): Promise<string[]> => {
    await page.getByLabel(words.pl.chooseFile).setInputFiles(customersFile);
    const button = page.getByRole('button', { name: /^Importuj \d/ });
    await page.getByRole('heading', { name: words.pl.preview }).waitFor();
    if ((await button.count()) > 0) {
      await button.press('Enter');
      await page.getByRole('heading', { name: 'Import zakończony' }).waitFor();
    }
    return page.getByRole('definition').allInnerTexts();
  };
  expect(await importOnce()).toEqual(['2', '0', '1', '5']);
  await judge(page, look, 'contact-import-done');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Pobierz pominięte wiersze' }).click();
  expect((await download).suggestedFilename()).toBe('pominiete-wiersze.csv');

  await page.getByRole('button', { name: 'Importuj kolejny plik' }).click();
  expect(await importOnce()).toEqual(['0', '0', '3', '5']);

  const found = await api.request<Listed<Contact>>('GET', '/contacts?q=zolc');
  expect(found.body.items).toMatchObject([
    {
      name: 'Paweł Żółć',
      company: 'Świętokrzyska, sp. z o.o.',
      managerName: anna.name,
      phones: [{ number: '+48413445566' }, { number: '+48601222333', label: 'Komórka' }],
    },
  ]);
  expect((await api.request<Listed<Contact>>('GET', '/contacts')).body.items).toHaveLength(
    contacts.length + 2,
  );
  // Who called before is known by now.
  await eventually(
    () => api.request<Listed<CallItem>>('GET', '/calls?phone=%2B48602333445'),
    ({ body }) => body.items.length === 1 && body.items[0]?.contactName === 'Ewa Lis',
  );
  await page.context().close();
});
