import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CallItem, Page as Listed, WebrtcSession } from '@callboard/contracts';
import pg from 'pg';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { accessibilityViolations, launchBrowser, plainHost } from './stack/browser';
import { anna, openForBusiness } from './stack/company';
import { administrator, type Stack, startStack } from './stack/stack';

const pictures = join(import.meta.dirname, '..', '..', '..', 'tmp/pictures');
const customer = { name: 'Jan Kowalski', number: '+48600100200' };

let stack: Stack;
let browser: Browser;
let api: ApiClient;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  stack = await startStack({ queue: 'postgres', phoneHost: '127.0.0.1' });
  stack.simulator.setBehaviour({ agentAnswersAfter: null, clientAnswersAfter: 1 });
  browser = await launchBrowser();
  api = await signIn(stack.url);
  await openForBusiness(stack, api);
  const widget = `${stack.simulator.url}/webphoneWebRTCWidget/v9/js`;
  await api.request('PUT', '/settings/zadarma', {
    webrtc: { scriptUrls: [`${widget}/loader-phone-lib.js?sub_v=1`, `${widget}/loader-phone-fn.js?sub_v=1`] },
  });
});

afterAll(async () => {
  await browser.close();
  await stack.stop();
});

interface Machine {
  readonly language?: 'pl' | 'en';
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly microphone?: 'granted' | 'denied';
  /** Address of the application in this browser. */
  readonly address?: string;
  /** The browser itself, unless the one of all tests will do. */
  readonly program?: Browser;
}

const usual = (): Required<Machine> => ({
  language: 'pl',
  scheme: 'light',
  width: 1280,
  microphone: 'granted',
  address: stack.url,
  program: browser,
});

/** A browser of its own in which somebody is signed in already, so that nothing has been pressed in it. */
async function machineOf(
  who: { email: string; password: string },
  machine: Machine = {},
): Promise<BrowserContext> {
  const { language, scheme, width, microphone, address, program } = { ...usual(), ...machine };
  const context = await program.newContext({
    baseURL: address,
    locale: language === 'pl' ? 'pl-PL' : 'en-GB',
    timezoneId: 'Europe/Warsaw',
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: { width, height: 800 },
  });
  // A page that browsers do not trust can be granted nothing.
  if (address === stack.url) {
    // Whatever is granted at all denies the rest.
    await context.grantPermissions([microphone === 'granted' ? 'microphone' : 'geolocation'], {
      origin: address,
    });
  }
  const client = await signIn(stack.url, who);
  await client.request('PATCH', '/auth/me', { language });
  const [name = '', value = ''] = client.cookie.split('=');
  await context.addCookies([{ name, value, url: `${address}/api` }]);
  return context;
}

interface Dock {
  readonly page: Page;
  readonly region: Locator;
  readonly bar: Locator;
  readonly widget: FrameLocator;
  says(word: string): Promise<void>;
}

async function openTab(context: BrowserContext, prepare?: (page: Page) => Promise<unknown>): Promise<Dock> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await prepare?.(page);
  await page.goto('/calls');
  const region = page.getByRole('region', { name: /^(Telefon w przeglądarce|Phone in the browser)$/ });
  const bar = region.getByRole('button', { name: /^(Telefon|Phone)( 101)?/ });
  return {
    page,
    region,
    bar,
    widget: page.frameLocator('iframe'),
    says: (word) => bar.filter({ hasText: word }).waitFor(),
  };
}

const openBar = async ({ bar }: Dock): Promise<void> => {
  if ((await bar.getAttribute('aria-expanded')) === 'false') {
    await bar.click();
  }
};

/** The open dock says what is wrong, and how to call all the same. */
async function explains(dock: Dock, trouble: string, fallback = 'Dzwonić możesz i tak'): Promise<void> {
  await dock.says('Nie działa');
  await openBar(dock);
  await dock.region.getByText(trouble).waitFor();
  await dock.region.getByText(fallback).waitFor();
  expect(await accessibilityViolations(dock.page)).toEqual([]);
}

/** Every key with which the widget of a tab asks for its state from now on. */
function keysIn({ page }: Dock): ReadonlySet<string | null> {
  const keys = new Set<string | null>();
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/sys/webrtc/state.js') {
      keys.add(searchParams.get('key'));
    }
  });
  return keys;
}

const keysAge = (hours: number): Promise<void> =>
  inDatabase(`UPDATE webrtc_keys SET fetched_at = fetched_at - interval '${hours} hours'`);

const callsOf = async (): Promise<CallItem[]> =>
  (await api.request<Listed<CallItem>>('GET', '/calls')).body.items;

describe('the phone in the browser', () => {
  it('has its domain registered by an administrator, with one press', async () => {
    const context = await machineOf(administrator);
    const page = await context.newPage();
    await page.goto(`${stack.url}/settings/zadarma/webrtc`);
    await page.getByText('Zadarma nie zna domeny 127.0.0.1').waitFor();
    await page.getByRole('button', { name: 'Zarejestruj domenę' }).click();
    await page.getByText('Zadarma pozwala na telefon w domenie 127.0.0.1.').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.screenshot({ path: join(pictures, 'phone-domain.png') });
    // An administrator without an extension has no phone.
    expect(await page.locator('iframe').count()).toBe(0);
    await context.close();
  });

  it('loads in a page of another origin and gets its key by message alone', async () => {
    const context = await machineOf(anna);
    const dock = await openTab(context);
    await dock.says('Gotowy');
    expect(await dock.page.locator('iframe').getAttribute('src')).toBe(
      `${stack.url.replace('localhost', '127.0.0.1')}/phone`,
    );
    await dock.widget.getByText('Telefon gotowy (123456-101)').waitFor({ state: 'attached' });
    expect(await context.cookies(stack.url.replace('localhost', '127.0.0.1'))).toEqual([]);
    await context.close();
  });

  it('asks for a press before it can ring aloud, and checks the microphone', async () => {
    const context = await machineOf(anna);
    const dock = await openTab(context, async (page) => {
      await page.addInitScript(() => {
        localStorage.setItem('callboard.phone', 'open');
        // Looking at the page, as tests do, already counts as a press.
        Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: false } });
      });
    });
    await dock.says('Gotowy');
    await dock.region.getByText('Dzwonek może milczeć').waitFor();
    expect(await accessibilityViolations(dock.page)).toEqual([]);
    await dock.region.getByRole('button', { name: 'Włącz dźwięk' }).click();
    await dock.region.getByText('Dzwonek może milczeć').waitFor({ state: 'detached' });
    await dock.region.getByRole('button', { name: 'Sprawdź mikrofon' }).click();
    await dock.region.getByText('Mikrofon działa.').waitFor();
    await context.close();
  });

  it('rings, says who calls, answers and hangs up', async () => {
    const context = await machineOf(anna);
    const dock = await openTab(context);
    await dock.says('Gotowy');
    const { id } = stack.simulator.runScenario('incoming-answered', { from: customer.number, manual: true });
    await dock.region.getByText(`Dzwoni ${customer.name}`).waitFor();
    expect(await dock.bar.getAttribute('aria-expanded')).toBe('true');
    await dock.widget.getByRole('button', { name: 'Odbierz' }).waitFor();
    expect(await accessibilityViolations(dock.page)).toEqual([]);
    await dock.page.screenshot({ path: join(pictures, 'phone-ringing.png') });
    await dock.widget.getByRole('button', { name: 'Odbierz' }).click();
    await dock.says('Rozmowa');
    await eventually(callsOf, ([call]) => call?.status === 'talking' && call.extension === '101');
    await dock.widget.getByRole('button', { name: 'Rozłącz' }).click();
    await stack.simulator.finished(id);
    await dock.says('Gotowy');
    expect(await dock.bar.getAttribute('aria-expanded')).toBe('false');
    await eventually(callsOf, ([call]) => call?.status === 'answered');
    await context.close();
  });

  it('rings first when a number is clicked, and connects once it is accepted', async () => {
    const context = await machineOf(anna);
    const dock = await openTab(context);
    await dock.says('Gotowy');
    await dock.page.getByRole('link', { name: 'Kontakty' }).first().click();
    await dock.page
      .getByRole('button', { name: /^Zadzwoń.*Tomasz Kamiński/ })
      .first()
      .click();
    await dock.says('Dzwoni');
    await dock.widget.getByRole('button', { name: 'Odbierz' }).click();
    await dock.page.getByText('Rozmowa trwa').waitFor();
    await dock.says('Rozmowa');
    await eventually(
      callsOf,
      ([call]) =>
        call?.direction === 'outgoing' && call.status === 'talking' && call.externalNumber === '+48729000111',
    );
    await dock.widget.getByRole('button', { name: 'Rozłącz' }).click();
    await dock.says('Gotowy');
    await context.close();
  });

  it('is in one tab; another one shows it, takes it, and gives it back by closing', async () => {
    const context = await machineOf(anna);
    const first = await openTab(context);
    await first.says('Gotowy');
    const second = await openTab(context);
    await second.says('W innej karcie');
    expect(await second.page.locator('iframe').count()).toBe(0);
    await openBar(second);
    expect(await accessibilityViolations(second.page)).toEqual([]);
    await second.region.getByRole('button', { name: 'Używaj tutaj' }).click();
    await second.says('Gotowy');
    await first.says('W innej karcie');
    expect(await first.page.locator('iframe').count()).toBe(0);
    await second.page.close();
    await first.says('Gotowy');
    await context.close();
  });

  it('says that it was blocked, and starts again once it is let through', async () => {
    stack.simulator.addFault({ target: 'widget', kind: 'blocked' });
    const context = await machineOf(anna);
    const dock = await openTab(context);
    await dock.says('Nie działa');
    await openBar(dock);
    await dock.region.getByText('Przeglądarka zablokowała telefon').waitFor();
    await dock.region.getByText('Dzwonić możesz i tak').waitFor();
    expect(await accessibilityViolations(dock.page)).toEqual([]);
    await dock.page.screenshot({ path: join(pictures, 'phone-blocked.png') });
    stack.simulator.clearFaults();
    await dock.region.getByRole('button', { name: 'Uruchom ponownie' }).click();
    await dock.says('Gotowy');
    await context.close();
  });

  it('renews its key before it ends, time and again, in a tab that stays open for days', async () => {
    const context = await machineOf(anna);
    let passed = 0;
    let asked = 0;
    const dock = await openTab(context, async (page) => {
      await page.clock.install();
      // The server's clock cannot be moved, so what it says of the time is.
      await page.route('**/api/v1/webrtc/session*', async (route) => {
        asked += 1;
        const response = await route.fetch();
        const session = (await response.json()) as Extract<WebrtcSession, { enabled: true }>;
        const renewAt = new Date(Date.parse(session.renewAt) + passed).toISOString();
        await route.fulfill({ response, json: { ...session, renewAt } });
      });
    });
    const pass = async (hours: number): Promise<void> => {
      passed += hours * 3_600_000;
      await dock.page.clock.fastForward(hours * 3_600_000);
    };
    await dock.says('Gotowy');
    const keys = keysIn(dock);
    for (const renewals of [1, 2]) {
      await pass(70);
      await keysAge(71);
      await pass(1);
      await eventually(
        () => Promise.resolve([...keys]),
        (seen) => seen.length === renewals + 1,
      );
      await dock.says('Gotowy');
    }
    expect(asked).toBe(3);
    await context.close();
  });

  it('gets another key by itself when Zadarma ends the present one before its time', async () => {
    const context = await machineOf(anna);
    const dock = await openTab(context);
    await dock.says('Gotowy');
    await keysAge(2);
    const keys = keysIn(dock);
    stack.simulator.addFault({ target: 'widget', kind: 'expired-key', times: 1 });
    await eventually(
      () => Promise.resolve([...keys]),
      (seen) => seen.length === 2,
    );
    await dock.says('Gotowy');
    await dock.widget.getByText('Telefon gotowy (123456-101)').waitFor({ state: 'attached' });
    await context.close();
  });

  it('asks for another key when one is refused, and says so when that one is too', async () => {
    stack.simulator.addFault({ target: 'widget', kind: 'refused-key' });
    const context = await machineOf(anna);
    const dock = await openTab(context);
    await dock.says('Nie działa');
    await openBar(dock);
    await dock.region.getByText('Zadarma odrzuciła klucz telefonu').waitFor();
    stack.simulator.clearFaults();
    await dock.says('Gotowy');
    await context.close();
  });

  it('says that the microphone is not allowed, and how to allow it', async () => {
    const context = await machineOf(anna, { microphone: 'denied' });
    const dock = await openTab(context);
    await dock.says('Nie działa');
    await openBar(dock);
    await dock.region.getByText('Brak zgody na mikrofon').waitFor();
    await context.grantPermissions(['microphone'], { origin: stack.url });
    await dock.region.getByRole('button', { name: 'Sprawdź mikrofon' }).click();
    await dock.says('Gotowy');
    await context.close();
  });

  it('says that there is no microphone', async () => {
    const program = await launchBrowser({ microphone: false });
    const context = await machineOf(anna, { program });
    const dock = await openTab(context);
    await explains(dock, 'Nie znaleziono mikrofonu');
    await program.close();
  });

  it('says that it needs https where the page came without it', async () => {
    const address = stack.url.replace('localhost', plainHost);
    const context = await machineOf(anna, { address });
    const dock = await openTab(context);
    expect(await dock.page.evaluate(() => isSecureContext)).toBe(false);
    await explains(dock, 'Potrzebne jest połączenie https');
    expect(await dock.page.locator('iframe').count()).toBe(0);
    await context.close();
  });

  it('says that there is no internet, and starts by itself once there is', async () => {
    const context = await machineOf(anna);
    const dock = await openTab(context);
    await dock.says('Gotowy');
    await context.setOffline(true);
    await explains(dock, 'Brak internetu', 'Telefon na biurku działa bez zmian.');
    await context.setOffline(false);
    await dock.says('Gotowy');
    await context.close();
  });

  it('says that its script did not come in time, and starts again on request', async () => {
    const context = await machineOf(anna);
    const script = '**/loader-phone-lib.js*';
    let isAsked = false;
    await context.route(script, () => {
      isAsked = true;
    });
    const dock = await openTab(context, (page) => page.clock.install());
    await eventually(() => Promise.resolve(isAsked), Boolean);
    await dock.page.clock.fastForward(12_000);
    await explains(dock, 'Telefon nie wczytał się na czas');
    await context.unroute(script);
    await dock.region.getByRole('button', { name: 'Uruchom ponownie' }).click();
    await dock.says('Gotowy');
    await context.close();
  });

  it('does not pretend to be ready while its page hangs', async () => {
    const context = await machineOf(anna);
    const dock = await openTab(context);
    await dock.says('Gotowy');
    const page = dock.page.frames().find((frame) => frame.url().endsWith('/phone'));
    void page?.evaluate(() => {
      const until = Date.now() + 25_000;
      while (Date.now() < until);
    });
    await openBar(dock);
    await dock.region.getByText('Telefon w tej karcie nie odpowiada').waitFor({ timeout: 25_000 });
    await dock.says('Gotowy');
    await context.close();
  });

  it.each<Required<Pick<Machine, 'language' | 'scheme' | 'width'>>>([
    { language: 'pl', scheme: 'dark', width: 1280 },
    { language: 'en', scheme: 'light', width: 1280 },
    { language: 'pl', scheme: 'light', width: 375 },
    { language: 'en', scheme: 'dark', width: 375 },
  ])('fits the screen in $language, $scheme, $width', async (machine) => {
    const context = await machineOf(anna, machine);
    const dock = await openTab(context);
    await dock.says(machine.language === 'pl' ? 'Gotowy' : 'Ready');
    const name = `phone-${machine.language}-${machine.scheme}-${machine.width}`;
    await dock.page.screenshot({ path: join(pictures, `${name}-closed.png`) });
    await openBar(dock);
    await dock.page.screenshot({ path: join(pictures, `${name}-open.png`) });
    const overflow = await dock.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect({ overflow: Math.max(0, overflow), violations: await accessibilityViolations(dock.page) }).toEqual(
      {
        overflow: 0,
        violations: [],
      },
    );
    await context.close();
  });
});

async function inDatabase(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
