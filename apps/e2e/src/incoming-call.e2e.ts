import type { CallDetail, CallItem, Page as Listed, Employee } from '@callboard/contracts';
import type { Browser, Page } from 'playwright-core';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { accessibilityViolations, launchBrowser } from './stack/browser';
import { administrator, type Stack, startStack } from './stack/stack';

const anna = { name: 'Anna Nowak', email: 'anna@example.com', password: 'zielona herbata 12', role: 'agent' };
const customer = { name: 'Jan Kowalski', company: 'ACME', number: '+48600100200' };

let stack: Stack;
let browser: Browser;
let api: ApiClient;

beforeAll(async () => {
  stack = await startStack({ queue: 'postgres' });
  browser = await launchBrowser();
  api = await signIn(stack.url);
});

afterAll(async () => {
  await browser.close();
  await stack.stop();
});

/** A browser of its own, as an employee in Warsaw has it, signed in through the form. */
async function openAs({ email, password }: { email: string; password: string }): Promise<Page> {
  const context = await browser.newContext({
    locale: 'pl-PL',
    timezoneId: 'Europe/Warsaw',
    viewport: { width: 1280, height: 860 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(stack.url);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Hasło').fill(password);
  await page.getByRole('button', { name: 'Zaloguj', exact: true }).click();
  await page.getByRole('heading', { name: 'Połączenia' }).waitFor();
  return page;
}

/** Picks an option of a select by its label. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).selectOption({ label: option });
}

describe('an incoming call, from the empty system to the list', () => {
  let admin: Page;
  let agent: Page;

  it('is connected to the PBX by an administrator', async () => {
    const created = await api.request<Employee>('POST', '/employees', anna);
    expect(created.status).toBe(201);
    admin = await openAs(administrator);
    await admin.getByRole('link', { name: 'Ustawienia' }).click();
    await admin.getByLabel('Url').fill(stack.simulator.url);
    await admin.getByLabel('Klucz', { exact: true }).fill(stack.simulator.key);
    await admin.getByLabel('Secret').fill(stack.simulator.secret);
    await admin.getByRole('button', { name: 'Sprawdź połączenie' }).click();
    await admin.getByText('Połączenie działa').waitFor();
    await admin.getByText('123456').waitFor();
    await admin.getByRole('button', { name: 'Zarejestruj w Zadarmie' }).click();
    await admin.getByText('Zadarma wysyła powiadomienia tutaj.').waitFor();
    expect(stack.simulator.state().callinfo).toMatchObject({
      url: `${stack.url}/exec/Zadarma.notify`,
      notifications: { notify_start: true, notify_end: true },
    });
  });

  it('knows the extensions and whose they are', async () => {
    await admin.getByRole('tab', { name: 'PBX' }).click();
    await admin.getByRole('button', { name: 'Pobierz PBX' }).click();
    await admin.getByText('Anna Kowalska').waitFor();
    await choose(admin, 'Pracownik numeru 101', anna.name);
    await eventually(
      () => api.request<{ extensions: { number: string; employeeName: string | null }[] }>('GET', '/pbx'),
      ({ body }) =>
        body.extensions.some(({ number, employeeName }) => number === '101' && employeeName === anna.name),
    );
    expect(await accessibilityViolations(admin)).toEqual([]);
  });

  it('has the customer among its contacts, with a manager', async () => {
    await admin.getByRole('link', { name: 'Kontakty' }).click();
    await admin.getByRole('link', { name: 'Nowy kontakt' }).first().click();
    await admin.getByLabel('Imię i nazwisko lub nazwa').fill(customer.name);
    await admin.getByLabel('Firma').fill(customer.company);
    await admin.getByLabel('Numer telefonu 1').fill('600 100 200');
    await choose(admin, 'Opiekun', anna.name);
    await admin.getByRole('button', { name: 'Zapisz' }).click();
    await admin.getByRole('heading', { name: customer.name }).waitFor();
    await admin.getByText('+48 600 100 200').first().waitFor();
    expect(await accessibilityViolations(admin)).toEqual([]);
  });

  it('rings the manager because of our answer, and pops up on her screen only', async () => {
    agent = await openAs(anna);
    await admin.getByRole('link', { name: 'Połączenia' }).first().click();
    const { id } = stack.simulator.runScenario('incoming-answered', { from: customer.number, manual: true });
    const pop = agent.getByRole('region', { name: 'Dzwoniące połączenia' });
    await pop.getByText(customer.name).first().waitFor();
    await pop.getByText(customer.company).first().waitFor();
    await pop.getByRole('link', { name: 'Otwórz kontakt' }).waitFor();
    expect(stack.simulator.rings({ callId: id })).toMatchObject([{ extension: '101', because: 'redirect' }]);
    expect(
      await admin.getByRole('region', { name: 'Dzwoniące połączenia' }).getByText(customer.name).count(),
    ).toBe(0);
    expect(await accessibilityViolations(agent)).toEqual([]);

    expect(stack.simulator.accept(id, '101')).toBe(true);
    await pop.getByText('Odebrano').first().waitFor();
    const row = admin.getByRole('row').filter({ hasText: customer.name });
    await row.getByText('Rozmowa').waitFor();
    expect(stack.simulator.hangUp(id)).toBe(true);
    await row.getByText('Odebrane').waitFor();
    await row.getByText(anna.name).waitFor();
  });

  it('stands on its card with time, participants, result and the reason for its way', async () => {
    const { body } = await api.request<Listed<CallItem>>('GET', '/calls');
    expect(body.items).toHaveLength(1);
    const detail = await api.request<CallDetail>('GET', `/calls/${body.items[0]?.id}`);
    expect(detail.body).toMatchObject({
      status: 'answered',
      externalNumber: customer.number,
      contactName: customer.name,
      employeeName: anna.name,
      extension: '101',
      routing: {
        answer: { redirect: '101', return_timeout: 20, caller_name: 'Jan Kowalski, ACME' },
        reason: 'manager',
      },
    });
    expect(Math.abs(Date.parse(detail.body.startedAt) - Date.now())).toBeLessThan(120_000);
    await admin.getByRole('row').filter({ hasText: customer.name }).click();
    await admin.getByRole('heading', { name: customer.name }).waitFor();
    await admin.getByText('Przekierowano na numer 101 (Anna Nowak)').waitFor();
    await admin.getByText('Koniec połączenia').waitFor();
    expect(await accessibilityViolations(admin)).toEqual([]);
  });

  it('moves no row under the pointer when the next call comes, until the pointer leaves', async () => {
    await admin.getByRole('link', { name: 'Połączenia' }).first().click();
    const row = admin.getByRole('row').filter({ hasText: customer.name });
    await row.hover();
    const place = await row.boundingBox();
    const { id } = stack.simulator.runScenario('incoming-answered', { from: '+48601222333', manual: true });
    await admin.getByRole('button', { name: '1 nowe połączenie' }).waitFor();
    expect(await row.boundingBox()).toEqual(place);
    expect(await accessibilityViolations(admin)).toEqual([]);
    await admin.getByRole('heading', { name: 'Połączenia' }).hover();
    await admin.getByRole('row').filter({ hasText: '+48 601 222 333' }).waitFor();
    expect((await row.boundingBox())?.y).toBeGreaterThan(place?.y ?? 0);
    stack.simulator.hangUp(id);
  });
});
