import { gzipSync } from 'node:zlib';
import type { CallItem, Contact, Page as Listed, Recording } from '@callboard/contracts';
import type { Browser, Page, Response } from 'playwright-core';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { launchBrowser } from './stack/browser';
import { anna, openForBusiness } from './stack/company';
import { goTo, judge, type Look, looks, openLook, takePicture, titleOf } from './stack/looks';
import { administrator, type Stack, startStack } from './stack/stack';

/** What the screens are steered by. */
const words = {
  pl: {
    play: /^Odtwórz nagranie/,
    player: 'Odtwarzacz nagrań',
    recordings: 'Nagrania',
    number: 'Numer telefonu',
    dock: 'Telefon w przeglądarce',
    phone: 'Telefon 101 Gotowy',
    ready: 'Telefon gotowy',
    answer: 'Odbierz',
    call: 'Zadzwoń: Jan Kowalski, +48 600 100 200',
    talk: 'Rozmowa',
    dismiss: 'Zamknij okienko',
    contact: 'Otwórz kontakt',
    transcript: 'Transkrypcja',
    search: 'Szukaj w rozmowach',
  },
  en: {
    play: /^Play recording/,
    player: 'Recording player',
    recordings: 'Recordings',
    number: 'Phone number',
    dock: 'Phone in the browser',
    phone: 'Phone 101 Ready',
    ready: 'Phone ready',
    answer: 'Answer',
    call: 'Call Jan Kowalski, +48 600 100 200',
    talk: 'Talking',
    dismiss: 'Close this card',
    contact: 'Open contact',
    transcript: 'Transcript',
    search: 'Search in calls',
  },
};

const jan = '+48600100200';

let stack: Stack;
let browser: Browser;
let api: ApiClient;
let contacts: Contact[];
let call: CallItem;

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

describe.each(looks.map((look) => [titleOf(look), look] as const))('the screens in %s', (_, look) => {
  const say = words[look.language];

  it('let a stranger sign in', async () => {
    const page = await open(look);
    await goTo(page, stack.url);
    await judge(page, look, 'sign-in');
    await page.context().close();
  });

  it('show an administrator everything, accessibly and without scrolling sideways', async () => {
    const page = await open(look, administrator);
    const screens: Readonly<Record<string, string>> = {
      calls: '/calls',
      'calls-filtered': '/calls?status=missed',
      call: `/calls/${call.id}`,
      dial: `/dial?number=${encodeURIComponent(jan)}`,
      contacts: '/contacts',
      contact: `/contacts/${contacts[0]?.id}`,
      'contact-new': '/contacts/new?phone=%2B48600999888',
      employees: '/employees',
      'api-keys': '/api-keys',
      'settings-connection': '/settings/zadarma/connection',
      'settings-pbx': '/settings/zadarma/pbx',
      'settings-routing': '/settings/zadarma/routing',
      'settings-recordings': '/settings/zadarma/recordings',
      'settings-webrtc': '/settings/zadarma/webrtc',
    };
    for (const [name, path] of Object.entries(screens)) {
      await goTo(page, `${stack.url}${path}`);
      await judge(page, look, name);
    }
    await page.context().close();
  });

  it('keep the player in sight, whatever is shown above it', async () => {
    const page = await open(look, administrator);
    await goTo(page, `${stack.url}/calls`);
    await page.getByRole('button', { name: say.play }).first().click();
    const player = page.getByRole('region', { name: say.player });
    await player.waitFor();
    await judge(page, look, 'player');
    await player.getByRole('link').click();
    await page.waitForURL(/\/calls\/./);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('heading', { name: say.recordings }).waitFor();
    await judge(page, look, 'player-call');
    await page.context().close();
  });

  it('show the dial pad, and what becomes of a call', async () => {
    const page = await open(look, anna);
    await goTo(page, `${stack.url}/calls`);
    await page.keyboard.press('Alt+k');
    await page.getByRole('textbox', { name: say.number }).fill('12');
    await judge(page, look, 'dial-pad');
    await page.keyboard.press('Enter');
    await page.getByRole('article').getByRole('link').waitFor();
    await judge(page, look, 'call-failed');
    await page.context().close();
  });

  it('show the phone, a call on its way, and above the player one that comes in', async () => {
    const page = await open(look, anna);
    await goTo(page, `${stack.url}/calls`);
    const phone = page.getByRole('button', { name: say.phone });
    await phone.click();
    await page.frameLocator('iframe').getByText(say.ready).waitFor();
    await judge(page, look, 'phone');
    await phone.click();

    stack.simulator.setBehaviour({ agentAnswersAfter: 0, clientAnswersAfter: 0, talkSeconds: 36_000 });
    await page.getByRole('button', { name: say.call }).first().click();
    await page.locator('[aria-current="step"]', { hasText: say.talk }).waitFor();
    await judge(page, look, 'call-talking');
    stack.simulator.calls({ live: true }).forEach(({ id }) => stack.simulator.hangUp(id));
    await page.getByRole('button', { name: say.dismiss }).click();

    await page.getByRole('button', { name: say.play }).first().click();
    await page.getByRole('region', { name: say.player }).waitFor();
    const { id } = stack.simulator.runScenario('incoming-answered', { from: jan, manual: true });
    await rings(page, look);
    await judge(page, look, 'ringing');
    stack.simulator.hangUp(id);
    await page.context().close();
  });
});

describe.each(looks.map((look) => [titleOf(look), look] as const))('a conversation in %s', (_, look) => {
  beforeAll(async () => {
    const parts = await eventually(
      () => api.request<Listed<Recording>>('GET', `/calls/${call.id}/recordings`),
      ({ body }) => body.items.some(({ state }) => state === 'remote'),
      90,
    );
    const { id } = parts.body.items[0] ?? { id: '' };
    await api.request('POST', `/recordings/${id}/transcript`);
    await eventually(
      () => api.request<{ state: string }>('GET', `/recordings/${id}/transcript`),
      ({ body }) => body.state === 'ready',
      60,
    );
  });

  it('can be read, and found by its words', async () => {
    const page = await open(look, administrator);
    await goTo(page, `${stack.url}/calls/${call.id}`);
    const text = page.getByRole('list', { name: words[look.language].transcript });
    await text.waitFor();
    await text.scrollIntoViewIfNeeded();
    await judge(page, look, 'transcript');
    const said = await text.locator('span[data-at]').first().innerText();

    await goTo(page, `${stack.url}/calls`);
    await page.getByRole('button', { name: words[look.language].search }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('searchbox').fill(said.trim());
    await dialog.getByRole('link').first().waitFor();
    await judge(page, look, 'transcript-search');
    await page.context().close();
  });
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
