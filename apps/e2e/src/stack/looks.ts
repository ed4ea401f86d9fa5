import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type ApiClient, signIn } from './api-client';
import { accessibilityViolations } from './browser';
import type { Stack } from './stack';

// The README's picture is renewed on request only: every run would change its clock times.
const pictures = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '..',
  process.env.UPDATE_PICTURES ? 'docs/images' : 'tmp/pictures',
);

/** How somebody has set up their screen. */
export interface Look {
  readonly language: 'pl' | 'en';
  readonly scheme: 'light' | 'dark';
  readonly width: 1280 | 375;
}

/** Each language, scheme and width twice, in other company. */
export const looks: readonly Look[] = [
  { language: 'pl', scheme: 'light', width: 1280 },
  { language: 'en', scheme: 'dark', width: 1280 },
  { language: 'pl', scheme: 'dark', width: 375 },
  { language: 'en', scheme: 'light', width: 375 },
];

export const titleOf = ({ language, scheme, width }: Look): string => `${language}-${scheme}-${width}`;

const sessions = new Map<string, Promise<ApiClient>>();

/** One session for all looks; their language is the browser's, since the employees have chosen none. */
function sessionOf(url: string, credentials: { email: string; password: string }): Promise<ApiClient> {
  const key = `${url} ${credentials.email}`;
  const session = sessions.get(key) ?? signIn(url, credentials);
  sessions.set(key, session);
  return session;
}

/** A page of a browser set up like this, signed in if there are credentials. */
export async function openLook(
  { browser, stack }: { browser: Browser; stack: Stack },
  look: Look,
  credentials?: { email: string; password: string },
): Promise<Page> {
  const context = await browser.newContext({
    locale: look.language === 'pl' ? 'pl-PL' : 'en-GB',
    timezoneId: 'Europe/Warsaw',
    colorScheme: look.scheme,
    reducedMotion: 'reduce',
    viewport: { width: look.width, height: 800 },
  });
  if (credentials) {
    const { cookie } = await sessionOf(stack.url, credentials);
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url: `${stack.url}/api` }]);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}

/** Opens an address and waits until its screen is there. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined);
}

/** Keeps a picture of the screen as it stands. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

/** The screen fits its width and passes axe, and there is a picture of it. */
export async function judge(page: Page, look: Look, screen: string): Promise<void> {
  const name = `${screen}-${titleOf(look)}`;
  await takePicture(page, name);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect({ name, overflow: Math.max(0, overflow), violations: await accessibilityViolations(page) }).toEqual({
    name,
    overflow: 0,
    violations: [],
  });
  expect(await page.evaluate(() => document.documentElement.lang)).toBe(look.language);
}
