import type { FromPhone, ToPhone, WebrtcSession } from '@callboard/contracts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { launchBrowser } from './stack/browser';
import { anna, openForBusiness } from './stack/company';
import { type Stack, startStack } from './stack/stack';

let stack: Stack;
let browser: Browser;
let context: BrowserContext;
let administrator: ApiClient;
let agent: ApiClient;
let phoneOrigin: string;

async function openStack(phoneHost?: string): Promise<void> {
  stack = await startStack({ queue: 'postgres', ...(phoneHost !== undefined && { phoneHost }) });
  phoneOrigin = phoneHost === undefined ? stack.url : stack.url.replace('localhost', phoneHost);
  administrator = await signIn(stack.url);
  await openForBusiness(stack, administrator);
  const widget = `${stack.simulator.url}/webphoneWebRTCWidget/v9/js`;
  await administrator.request('PUT', '/settings/zadarma', {
    webrtc: { scriptUrls: [`${widget}/loader-phone-lib.js`, `${widget}/loader-phone-fn.js`] },
  });
  await administrator.request('POST', '/settings/zadarma/webrtc-domain');
  agent = await signIn(stack.url, anna);
}

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

beforeEach(async () => {
  context = await browser.newContext({ permissions: ['microphone'] });
});

afterEach(async () => {
  await context.close();
  stack.simulator.clearFaults();
});

type Enabled = Extract<WebrtcSession, { enabled: true }>;
type Start = Extract<ToPhone, { type: 'phone.start' }>;

async function session(): Promise<Enabled> {
  const { body } = await agent.request<WebrtcSession>('GET', '/webrtc/session');
  if (!body.enabled) {
    throw new Error(`No session: ${JSON.stringify(body)}`);
  }
  return body;
}

async function startMessage(changes: Partial<Start> = {}): Promise<Start> {
  const { key, login, scriptUrls, shape, position } = await session();
  return { type: 'phone.start', key, login, scriptUrls, shape, position, language: 'en', ...changes };
}

/** A page, by default the application's before anybody signs in, that embeds the phone's and writes down what it says. */
async function embed(address = `${stack.url}/`): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate((phone) => {
    const said: object[] = [];
    Object.assign(globalThis, { heard: said });
    addEventListener('message', ({ origin, data }: MessageEvent<unknown>) => said.push({ origin, data }));
    const frame = Object.assign(document.createElement('iframe'), {
      allow: 'microphone',
      src: `${phone}/phone`,
    });
    document.body.append(frame);
  }, phoneOrigin);
  return page;
}

const heard = (page: Page): Promise<{ origin: string; data: FromPhone }[]> =>
  page.evaluate(() => (globalThis as unknown as { heard: { origin: string; data: FromPhone }[] }).heard);

const say = (page: Page, message: unknown): Promise<void> =>
  page.evaluate(([data, target]) => frames[0]?.postMessage(data, String(target)), [
    message,
    phoneOrigin,
  ] as const);

const hears = (page: Page, message: FromPhone): Promise<unknown> =>
  eventually(
    () => heard(page),
    (messages) => messages.some(({ data }) => JSON.stringify(data) === JSON.stringify(message)),
    25,
  );

describe('the phone’s page on a host of its own', () => {
  beforeAll(() => openStack('127.0.0.1'));

  afterAll(() => stack.stop());

  it('becomes a phone on another host than the application’s, by messages alone', async () => {
    const page = await embed();
    await hears(page, { type: 'phone.waiting' });
    await say(page, await startMessage());
    await hears(page, { type: 'phone.ready', registered: true });
    await page.frameLocator('iframe').getByText('Phone ready (123456-101)').waitFor();
    expect(new Set((await heard(page)).map(({ origin }) => origin))).toEqual(new Set([phoneOrigin]));
    expect(await context.cookies()).toEqual([]);
  });

  it('tells that it rings, and lets the call be taken', async () => {
    const page = await embed();
    await hears(page, { type: 'phone.waiting' });
    await say(page, await startMessage());
    await hears(page, { type: 'phone.ready', registered: true });
    const { finished } = stack.simulator.runScenario('incoming-answered', {
      manual: true,
      extension: '101',
      from: '+48601000001',
    });
    await hears(page, { type: 'phone.activity', state: 'ringing' });
    await page.frameLocator('iframe').getByRole('button', { name: 'Answer' }).click();
    await hears(page, { type: 'phone.activity', state: 'talking' });
    await page.frameLocator('iframe').getByRole('button', { name: 'Hang up' }).click();
    await finished;
    await eventually(
      () => heard(page),
      (messages) =>
        JSON.stringify(messages.filter(({ data }) => data.type === 'phone.activity').at(-1)?.data).includes(
          'idle',
        ),
    );
  });

  it.each([
    ['blocked', 'script_blocked'],
    ['never-ready', 'globals_missing'],
    ['refused-key', 'key_refused'],
  ] as const)('says what is wrong when the widget is %s', async (kind, code) => {
    stack.simulator.addFault({ target: 'widget', kind });
    const page = await embed();
    await hears(page, { type: 'phone.waiting' });
    await say(page, await startMessage());
    await hears(page, { type: 'phone.problem', code });
  });

  it('says that the domain is not registered', async () => {
    await administrator.request('DELETE', '/settings/zadarma/webrtc-domain');
    try {
      expect((await session()).warnings).toEqual([{ code: 'domain_not_registered' }]);
      const page = await embed();
      await hears(page, { type: 'phone.waiting' });
      await say(page, await startMessage());
      await hears(page, { type: 'phone.problem', code: 'domain_not_registered' });
    } finally {
      await administrator.request('POST', '/settings/zadarma/webrtc-domain');
    }
    expect((await session()).warnings).toEqual([]);
  });

  it('runs no script of an address that is not in the settings', async () => {
    const page = await embed();
    await hears(page, { type: 'phone.waiting' });
    const elsewhere = stack.simulator.url.replace('127.0.0.1', 'localhost');
    await say(
      page,
      await startMessage({ scriptUrls: [`${elsewhere}/webphoneWebRTCWidget/v9/js/loader-phone-lib.js`] }),
    );
    await hears(page, { type: 'phone.problem', code: 'script_blocked' });
  });

  it('is shown in no page of another origin, of whose messages it hears none', async () => {
    const page = await embed(`${stack.simulator.url}/_control/health`);
    await say(page, await startMessage());
    await page.waitForTimeout(1_500);
    expect(await heard(page)).toEqual([]);
    const [, frame] = page.frames();
    expect(frame?.url()).toMatch(/^chrome-error:/);
  });

  it('takes no start from another frame beside it', async () => {
    const page = await embed();
    await hears(page, { type: 'phone.waiting' });
    const start = await startMessage();
    await page.evaluate(() => document.body.append(document.createElement('iframe')));
    // Of the application's origin, but not the window that embeds the phone.
    const sibling = page.frames().at(-1);
    expect(sibling?.url()).toBe('about:blank');
    await sibling?.evaluate(([message, target]) => parent.frames[0]?.postMessage(message, target), [
      start,
      phoneOrigin,
    ] as const);
    await page.waitForTimeout(1_500);
    const types = (await heard(page)).map(({ data }) => data.type);
    expect(types).not.toContain('phone.loading');
  });

  it('shares its host with no REST interface and no screens', async () => {
    const page = await context.newPage();
    await page.goto(`${phoneOrigin}/phone`);
    const answers = await page.evaluate(async () => {
      const paths = ['/api/v1/auth/me', '/', '/api/docs', '/exec/Zadarma.notify?zd_echo=1'];
      return Promise.all(paths.map(async (path) => (await fetch(path)).status));
    });
    expect(answers).toEqual([404, 404, 404, 404]);
    const across = await page.evaluate(
      (url) =>
        fetch(`${url}/api/v1/auth/me`, { credentials: 'include' }).then(
          () => 'read',
          () => 'refused',
        ),
      stack.url,
    );
    expect(across).toBe('refused');
  });
});

describe('the phone’s page on the application’s own origin', () => {
  beforeAll(() => openStack());

  afterAll(() => stack.stop());

  it('becomes a phone as well, under a policy of its own', async () => {
    expect(await session()).toMatchObject({ phoneOrigin: stack.url });
    const page = await embed();
    await hears(page, { type: 'phone.waiting' });
    await say(page, await startMessage());
    await hears(page, { type: 'phone.ready', registered: true });
    await page.frameLocator('iframe').getByText('Phone ready (123456-101)').waitFor();
  });
});
