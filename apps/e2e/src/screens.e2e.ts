import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CallItem, Page as Listed, Contact } from '@callboard/contracts';
import type { Browser, Page } from 'playwright-core';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { accessibilityViolations, launchBrowser } from './stack/browser';
import { anna, openForBusiness } from './stack/company';
import { administrator, type Stack, startStack } from './stack/stack';

// The README's picture is renewed on request only: every run would change its clock times.
const pictures = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  process.env.UPDATE_PICTURES ? 'docs/images' : 'tmp/pictures',
);

let stack: Stack;
let browser: Browser;
let api: ApiClient;
let contacts: Contact[];
let callId: string;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  stack = await startStack({ queue: 'postgres', simulatorSpeed: 60 });
  browser = await launchBrowser();
  api = await signIn(stack.url);
  contacts = await openForBusiness(stack, api);
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
  await Promise.all(played.map((call) => call.finished));
  const listed = await eventually(
    () => api.request<Listed<CallItem>>('GET', '/calls'),
    ({ body }) =>
      body.items.length === 5 && body.items.every((call) => !['ringing', 'talking'].includes(call.status)),
    30,
  );
  callId =
    listed.body.items.find((call) => call.direction === 'incoming' && call.status === 'answered')?.id ?? '';
});

afterAll(async () => {
  await browser.close();
  await stack.stop();
});

interface Look {
  readonly language: 'pl' | 'en';
  readonly scheme: 'light' | 'dark';
  readonly width: 1280 | 375;
}

const looks: readonly Look[] = [
  { language: 'pl', scheme: 'light', width: 1280 },
  { language: 'en', scheme: 'dark', width: 1280 },
  { language: 'pl', scheme: 'dark', width: 375 },
  { language: 'en', scheme: 'light', width: 375 },
];

const title = ({ language, scheme, width }: Look): string => `${language}-${scheme}-${width}`;

async function open(look: Look, credentials?: { email: string; password: string }): Promise<Page> {
  const context = await browser.newContext({
    locale: look.language === 'pl' ? 'pl-PL' : 'en-GB',
    timezoneId: 'Europe/Warsaw',
    colorScheme: look.scheme,
    reducedMotion: 'reduce',
    viewport: { width: look.width, height: 800 },
  });
  if (credentials) {
    const client = await signIn(stack.url, credentials);
    await client.request('PATCH', '/auth/me', { language: look.language });
    const [name = '', value = ''] = client.cookie.split('=');
    await context.addCookies([{ name, value, url: `${stack.url}/api` }]);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

/** Opens an address and judges the screen. */
async function judge(page: Page, path: string, look: Look, name: string): Promise<void> {
  await page.goto(`${stack.url}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await judgeAsItStands(page, look, name);
}

/** The screen fits its width and passes axe. */
async function judgeAsItStands(page: Page, look: Look, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}-${title(look)}.png`) });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect({ name, overflow: Math.max(0, overflow), violations: await accessibilityViolations(page) }).toEqual({
    name,
    overflow: 0,
    violations: [],
  });
  expect(await page.evaluate(() => document.documentElement.lang)).toBe(look.language);
}

describe.each(looks.map((look) => [title(look), look] as const))('the screens in %s', (_, look) => {
  it('let a stranger sign in', async () => {
    const page = await open(look);
    await judge(page, '/', look, 'sign-in');
    await page.context().close();
  });

  it('show an administrator everything, accessibly and without scrolling sideways', async () => {
    const page = await open(look, administrator);
    const screens: Readonly<Record<string, string>> = {
      calls: '/calls',
      'calls-filtered': '/calls?status=missed',
      call: `/calls/${callId}`,
      dial: '/dial?number=%2B48600100200',
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
      await judge(page, path, look, name);
    }
    await page.context().close();
  });

  it('keep the player in sight, whatever is shown above it', async () => {
    const page = await open(look, administrator);
    await page.goto(`${stack.url}/calls`);
    const play = look.language === 'pl' ? /^Odtwórz nagranie/ : /^Play recording/;
    await page.getByRole('button', { name: play }).first().click();
    const region = look.language === 'pl' ? 'Odtwarzacz nagrań' : 'Recording player';
    await page.getByRole('region', { name: region }).waitFor();
    await judgeAsItStands(page, look, 'player');
    await page.getByRole('region', { name: region }).getByRole('link').click();
    await page.waitForURL(/\/calls\/./);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('heading', { name: look.language === 'pl' ? 'Nagrania' : 'Recordings' }).waitFor();
    await judgeAsItStands(page, look, 'player-call');
    await page.context().close();
  });

  it('show the dial pad, and what becomes of a call', async () => {
    const page = await open(look, anna);
    await page.goto(`${stack.url}/calls`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Alt+k');
    await page
      .getByRole('textbox', { name: look.language === 'pl' ? 'Numer telefonu' : 'Phone number' })
      .fill('12');
    await judgeAsItStands(page, look, 'dial-pad');
    await page.keyboard.press('Enter');
    const progress = page.getByRole('article');
    await progress.getByRole('link').waitFor();
    await judgeAsItStands(page, look, 'call-failed');
    await page.context().close();
  });
});

it('pops up over the list while a customer calls, as in the README', async () => {
  const widget = `${stack.simulator.url}/webphoneWebRTCWidget/v9/js`;
  await api.request('PUT', '/settings/zadarma', {
    // The simulated time runs too fast for a ring that ends by itself.
    routing: { returnTimeoutSeconds: 0 },
    webrtc: { scriptUrls: [`${widget}/loader-phone-lib.js?sub_v=1`, `${widget}/loader-phone-fn.js?sub_v=1`] },
  });
  await api.request('POST', '/settings/zadarma/webrtc-domain');
  const look: Look = { language: 'en', scheme: 'light', width: 1280 };
  const page = await open(look, anna);
  await page.goto(`${stack.url}/calls`);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Phone 101 Ready' }).waitFor();
  const { id } = stack.simulator.runScenario('incoming-answered', { from: '+48600100200', manual: true });
  await page.getByRole('link', { name: 'Open contact' }).waitFor();
  await page.frameLocator('iframe').getByRole('button', { name: 'Answer' }).waitFor();
  await page.screenshot({ path: join(pictures, 'calls.png') });
  stack.simulator.hangUp(id);
});
