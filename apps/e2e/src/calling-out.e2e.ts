import type { CallItem, Contact, JournalEntry, Page as Listed } from '@callboard/contracts';
import type { Browser, Locator, Page } from 'playwright-core';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { accessibilityViolations, launchBrowser } from './stack/browser';
import { anna, openForBusiness } from './stack/company';
import { administrator, type Stack, startStack } from './stack/stack';

const callback = '/v1/request/callback';

let stack: Stack;
let browser: Browser;
let api: ApiClient;
let contacts: Contact[];

beforeAll(async () => {
  stack = await startStack({ queue: 'postgres' });
  browser = await launchBrowser();
  api = await signIn(stack.url);
  contacts = await openForBusiness(stack, api);
});

afterAll(async () => {
  await browser.close();
  await stack.stop();
});

/** Lets nothing of one failure reach into the next. */
function putRight(): void {
  stack.simulator.clearFaults();
  stack.simulator.setPresence('101', true);
  stack.simulator.setBalance(42.5);
  for (const { id } of stack.simulator.calls({ live: true })) {
    stack.simulator.hangUp(id);
  }
}

/** A browser of its own, as an employee in Warsaw has it, signed in. */
async function openAs(credentials: { email: string; password: string }, path = '/calls'): Promise<Page> {
  const context = await browser.newContext({
    locale: 'pl-PL',
    timezoneId: 'Europe/Warsaw',
    viewport: { width: 1280, height: 860 },
  });
  const { cookie } = await signIn(stack.url, credentials);
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: `${stack.url}/api` }]);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(`${stack.url}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

const progressOf = (page: Page): Locator => page.getByRole('region', { name: 'Twoje zlecone połączenia' });

/** Everything the PBX was asked to dial. */
const dialled = (): Record<string, string>[] =>
  stack.simulator.requests(callback).map(({ parameters }) => parameters);

/** A customer of the sample company, with the first number. */
function customer(index: number): { id: string; name: string; number: string } {
  const contact = contacts[index];
  const number = contact?.phones[0]?.number;
  if (!contact || !number) {
    throw new Error(`There is no contact ${index}`);
  }
  return { id: contact.id, name: contact.name, number };
}

/** Has the agent pick up or refuse what rings at extension 101; resolves with the id of the call. */
async function atThePhone(act: 'accept' | 'refuse'): Promise<string> {
  const { simulator } = stack;
  const call = await eventually(
    () => Promise.resolve(simulator.calls({ live: true }).find(({ id }) => simulator[act](id, '101'))),
    (found) => found !== undefined,
  );
  return call?.id ?? '';
}

describe('a call from the contact’s number', () => {
  let page: Page;
  const jan = () => customer(0);

  it('rings the agent’s phone first, once, however often the button is pressed', async () => {
    stack.simulator.setBehaviour({ agentAnswersAfter: null, clientAnswersAfter: 3, talkSeconds: 600 });
    page = await openAs(anna, `/contacts/${jan().id}`);
    expect(await page.getByRole('link', { name: '+48 600 100 200' }).getAttribute('href')).toBe(
      `tel:${jan().number}`,
    );
    await page.getByRole('button', { name: 'Zadzwoń: Jan Kowalski, +48 600 100 200' }).dblclick();
    const progress = progressOf(page);
    await progress.getByText('Dzwoni Twój telefon').waitFor();
    await progress.getByText('Odbierz telefon 101').waitFor();
    expect(dialled()).toMatchObject([{ from: '101', to: jan().number, sip: '101' }]);
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  it('then the customer’s, and follows the talk to its end', async () => {
    const progress = progressOf(page);
    const id = await atThePhone('accept');
    await progress.getByText('Dzwoni u klienta').waitFor();
    await progress.getByText('Rozmowa trwa').waitFor();
    expect(stack.simulator.hangUp(id)).toBe(true);
    await progress.getByText('Rozmowa zakończona').waitFor();
  });

  it('leads to the one call it became', async () => {
    const { body } = await api.request<Listed<CallItem>>('GET', '/calls');
    expect(body.items).toMatchObject([
      { direction: 'outgoing', status: 'answered', contactName: jan().name, extension: '101' },
    ]);
    await progressOf(page).getByRole('link', { name: 'Otwórz połączenie' }).click();
    await page.getByRole('heading', { name: 'Uczestnicy' }).waitFor();
    expect(page.url()).toBe(`${stack.url}/calls/${body.items[0]?.id}`);
    expect(dialled()).toHaveLength(1);
    await page.context().close();
  });
});

describe('a number from elsewhere', () => {
  beforeEach(() => {
    stack.simulator.setBehaviour({ agentAnswersAfter: 0, clientAnswersAfter: 1, talkSeconds: 600 });
  });
  afterEach(putRight);

  it('comes by a link, which rings nothing until it is confirmed', async () => {
    const before = dialled().length;
    const { number, name } = customer(0);
    const page = await openAs(anna, `/dial?number=${encodeURIComponent(`tel:${number}`)}`);
    await page.getByText(name).waitFor();
    await page.getByText('Zadzwonimy pod +48 600 100 200 (Polska)').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(dialled()).toHaveLength(before);
    await page.getByRole('button', { name: 'Zadzwoń', exact: true }).click();
    await progressOf(page).getByText('Rozmowa trwa').waitFor();
    await page.getByRole('heading', { name: 'Połączenia', level: 1 }).waitFor();
    expect(dialled().slice(before)).toMatchObject([{ to: number }]);
    await page.context().close();
  });

  it('is typed on the dial pad, which is empty again for the next call', async () => {
    const before = dialled().length;
    const page = await openAs(anna);
    await page.getByRole('button', { name: 'Klawiatura telefonu' }).click();
    const pad = page.getByRole('dialog', { name: 'Zadzwoń' });
    await pad.getByLabel('Numer telefonu').waitFor();
    await page.keyboard.type('60');
    await pad.getByRole('button', { name: '2', exact: true }).click();
    await page.keyboard.type('300 401');
    await pad.getByText('Zadzwonimy pod +48 602 300 401 (Polska)').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await progressOf(page).getByText('Rozmowa trwa').waitFor();
    expect(dialled().slice(before)).toMatchObject([{ to: '+48602300401' }]);
    await page.keyboard.press('Alt+k');
    expect(await pad.getByLabel('Numer telefonu').inputValue()).toBe('');
    await page.context().close();
  });
});

describe('a call told by two ids, of which the first names the customer as well', () => {
  afterEach(() => {
    putRight();
    stack.simulator.setBehaviour({ callbackVariant: 'one-id' });
  });

  /** The ids under which the end of a call with a number was told, once all of it has had its effect. */
  async function endedIds(number: string): Promise<string[]> {
    const told = () =>
      stack.simulator
        .deliveries({ event: 'NOTIFY_OUT_END' })
        .filter(({ fields }) => Object.values(fields).includes(number));
    const ends = await eventually(
      () => Promise.resolve(told()),
      ({ length }) => length === 2,
    );
    const ids = ends.map(({ callId }) => callId ?? '');
    for (const id of ids) {
      await eventually(
        () => api.request<Listed<JournalEntry>>('GET', `/journal?pbxCallId=${id}`),
        ({ body: { items } }) =>
          items.some(({ event }) => event === 'NOTIFY_OUT_END') &&
          items.every(({ processedAt }) => processedAt !== null),
      );
    }
    return ids;
  }

  it('is one row of the list', async () => {
    const { simulator } = stack;
    const { name, number } = customer(3);
    simulator.setBehaviour({
      callbackVariant: 'two-ids-swapped',
      agentAnswersAfter: 0,
      clientAnswersAfter: 1,
      talkSeconds: 2,
    });
    const page = await openAs(anna, '/contacts');
    await page.getByRole('button', { name: `Zadzwoń: ${name}` }).click();
    await progressOf(page).getByText('Rozmowa zakończona').waitFor();
    expect(new Set(await endedIds(number)).size).toBe(2);
    await page.goto(`${stack.url}/calls`);
    const rows = page.getByRole('row').filter({ hasText: name });
    await rows.first().waitFor();
    expect(await rows.count()).toBe(1);
    const { body } = await api.request<Listed<CallItem>>('GET', `/calls?phone=${encodeURIComponent(number)}`);
    expect(body.items).toMatchObject([{ direction: 'outgoing', status: 'answered', extension: '101' }]);
    await page.context().close();
  });
});

describe('a call that does not come about says why and what to do', () => {
  let page: Page;
  beforeEach(async () => {
    stack.simulator.setBehaviour({ agentAnswersAfter: 0, clientAnswersAfter: 1, talkSeconds: 2 });
    page = await openAs(anna, '/contacts');
  });
  afterEach(async () => {
    putRight();
    await page.context().close();
  });

  const press = (index: number, on = page): Promise<void> =>
    on.getByRole('button', { name: `Zadzwoń: ${customer(index).name}` }).click();
  const retryButton = (on = page) => progressOf(on).getByRole('button', { name: 'Spróbuj ponownie' });

  it('without an extension', async () => {
    const before = dialled().length;
    const admin = await openAs(administrator, '/contacts');
    await press(0, admin);
    await progressOf(admin).getByText('Nie masz numeru wewnętrznego').waitFor();
    await retryButton(admin).waitFor();
    expect(await accessibilityViolations(admin)).toEqual([]);
    await progressOf(admin).getByRole('link', { name: 'Otwórz ustawienia' }).click();
    await admin.getByRole('tab', { name: 'PBX' }).waitFor();
    expect(dialled()).toHaveLength(before);
    await admin.context().close();
  });

  it('with the device offline', async () => {
    const before = dialled().length;
    stack.simulator.setPresence('101', false);
    await press(1);
    await progressOf(page).getByText('Twój telefon jest odłączony').waitFor();
    await retryButton().waitFor();
    expect(dialled()).toHaveLength(before);
  });

  it('without money on the account', async () => {
    stack.simulator.setBalance(0);
    await press(2);
    await progressOf(page).getByText('Brak środków na koncie Zadarma').waitFor();
    await retryButton().waitFor();
  });

  it('to a number that cannot be called', async () => {
    const before = dialled().length;
    await page.keyboard.press('Alt+k');
    await page.getByLabel('Numer telefonu').fill('12');
    await page.keyboard.press('Enter');
    await progressOf(page).getByText('Pod ten numer nie da się zadzwonić').waitFor();
    expect(await retryButton().count()).toBe(0);
    await progressOf(page).getByRole('link', { name: 'Popraw numer' }).click();
    await page.getByRole('heading', { name: 'Zadzwoń' }).waitFor();
    expect(await page.getByLabel('Numer telefonu').inputValue()).toBe('12');
    expect(dialled()).toHaveLength(before);
  });

  it('while the PBX is down, and works again once it is back', async () => {
    const { url } = stack.simulator;
    await api.request('PUT', '/settings/zadarma', { url: 'http://127.0.0.1:9' });
    await press(4);
    await progressOf(page).getByText('Centrala nie odpowiada').waitFor();
    await api.request('PUT', '/settings/zadarma', { url });
    // The same number within five seconds is the same wish.
    await new Promise((resolve) => setTimeout(resolve, 5_200));
    await retryButton().click();
    await progressOf(page).getByText('Rozmowa zakończona').waitFor();
  });

  it('when the agent does not pick up, which is no call to the customer', async () => {
    stack.simulator.setBehaviour({ agentAnswersAfter: null });
    await press(1);
    await progressOf(page).getByText('Dzwoni Twój telefon').waitFor();
    await atThePhone('refuse');
    await progressOf(page).getByText('Twój telefon nie został odebrany').waitFor();
    await retryButton().waitFor();
    const ofCustomer = `/calls?direction=outgoing&phone=${encodeURIComponent(customer(1).number)}`;
    expect((await api.request<Listed<CallItem>>('GET', ofCustomer)).body.items).toEqual([]);
  });

  it('when the PBX refuses, in its own words', async () => {
    stack.simulator.addFault({ target: 'api', kind: 'business-error', path: callback, message: 'Not today' });
    await press(0);
    await progressOf(page).getByText('Centrala odrzuciła połączenie').waitFor();
    await progressOf(page).getByText('Centrala: Not today').waitFor();
    await retryButton().waitFor();
  });

  it('and offers no second try while nobody knows whether a phone rings', async () => {
    stack.simulator.addFault({ target: 'api', kind: 'reset', path: callback, times: 1 });
    await press(2);
    await progressOf(page).getByText('Sprawdź swój telefon').waitFor();
    expect(await retryButton().count()).toBe(0);
  });

  // Comes last: for the rest of the minute nothing more is asked of the PBX.
  it('beyond the rate limit', async () => {
    stack.simulator.addFault({ target: 'api', kind: 'rate-limit', path: callback });
    await press(3);
    await progressOf(page).getByText('Za dużo zapytań do Zadarmy').waitFor();
    await retryButton().waitFor();
  });
});
