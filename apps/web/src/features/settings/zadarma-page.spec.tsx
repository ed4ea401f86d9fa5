import type { ConnectionTest, ZadarmaSettings } from '@callboard/contracts';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from '../../../test/screen';
import { zadarmaSettings } from '../../../test/settings';
import { Refusal, stubServer } from '../../../test/stub-server';
import { ZadarmaPage } from './zadarma-page';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const settings = zadarmaSettings({ key: '', secretIsSet: false });

describe('the Zadarma settings', () => {
  let server: ReturnType<typeof stubServer>;
  let result: ConnectionTest;
  let stored: ZadarmaSettings;
  let refusal: Refusal | undefined;
  beforeEach(() => {
    stored = settings;
    refusal = undefined;
    server = stubServer({
      'GET /settings/zadarma': () => stored,
      'PUT /settings/zadarma': ({ body }) => {
        if (refusal) {
          return refusal;
        }
        const { secret, ...rest } = body as Partial<ZadarmaSettings> & { secret?: string };
        stored = { ...stored, ...rest, secretIsSet: stored.secretIsSet || secret !== undefined };
        return stored;
      },
      'POST /settings/zadarma/test': () => result,
      'POST /settings/zadarma/webhook': () =>
        new Refusal(502, 'pbx_refused', { details: { pbxMessage: 'Update error' } }),
      'GET /settings/zadarma/webhook': () => ({
        url: null,
        isOurs: false,
        previousUrl: null,
        notifications: {
          notifyStart: false,
          notifyInternal: false,
          notifyAnswer: false,
          notifyEnd: false,
          notifyOutStart: false,
          notifyOutEnd: false,
        },
      }),
    });
  });
  afterEach(() => server.restore());

  const open = (tab?: string) =>
    renderScreen(
      <ZadarmaPage
        tab={tab}
        pbx={<p>the PBX</p>}
        retention={<p>what is due</p>}
        onRecordingsSaved={() => undefined}
      />,
    );
  const putBodies = () => server.asked.filter(({ method }) => method === 'PUT').map(({ body }) => body);

  it('save key and secret before the test, and never show the secret again', async () => {
    result = { ok: true, balance: 12.5, currency: 'PLN', plan: 'Office', timeZone: 'UTC+1', pbxId: '245673' };
    await open();
    await user.type(await screen.findByLabelText('Klucz'), 'the-key');
    await user.type(screen.getByLabelText('Secret'), 'the-secret');
    await user.click(screen.getByRole('button', { name: 'Sprawdź połączenie' }));
    expect(await screen.findByText('Połączenie działa')).toBeTruthy();
    expect(putBodies()[0]).toMatchObject({ key: 'the-key', secret: 'the-secret' });
    expect(screen.getByLabelText<HTMLInputElement>('Secret').value).toBe('');
    expect(screen.getByText(/Sekret jest zapisany/)).toBeTruthy();
    expect(await screen.findByText(/nie wysyła jeszcze powiadomień/)).toBeTruthy();
  });

  it('say exactly what is wrong and what to do', async () => {
    result = { ok: false, code: 'wrong_key', message: 'no' };
    await open();
    await user.click(await screen.findByRole('button', { name: 'Sprawdź połączenie' }));
    const failed = await screen.findByText('Połączenie nie działa');
    expect(failed.closest('[role="alert"]')?.textContent).toContain('Skopiuj oba ponownie z panelu Zadarma');
    expect(putBodies()).toEqual([]);
  });

  it.each([
    [{ code: 'not_zadarma' }, 'Pod tym adresem nie odpowiada API Zadarmy. Sprawdź pole Url'],
    [
      { code: 'pbx_refused', pbxMessage: 'Wrong parameters!' },
      'Zadarma odrzuciła zapytanie. Zadarma odpowiedziała: Wrong parameters!',
    ],
  ])('say of %j: %s', async (failure, words) => {
    result = { ok: false, message: 'in English', ...failure };
    await open();
    await user.click(await screen.findByRole('button', { name: 'Sprawdź połączenie' }));
    const failed = await screen.findByText('Połączenie nie działa');
    expect(failed.closest('[role="alert"]')?.textContent).toContain(words);
  });

  it('say at the field which addresses can be used, and test nothing', async () => {
    const errors = [{ path: 'url', message: 'in English', code: 'address_not_allowed' }];
    refusal = new Refusal(400, 'validation_failed', { errors });
    await open();
    const url = await screen.findByLabelText('Url');
    await user.type(url, '/v1');
    await user.click(screen.getByRole('button', { name: 'Sprawdź połączenie' }));
    expect(
      await screen.findByText(/musi to być publiczny adres https bez ścieżki i parametrów/),
    ).toBeTruthy();
    expect(url.getAttribute('aria-invalid')).toBe('true');
    expect(server.asked.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('give the words in which Zadarma refuses to register the address', async () => {
    stored = zadarmaSettings({ key: 'k', secretIsSet: true });
    await open();
    await user.click(await screen.findByRole('button', { name: 'Zarejestruj w Zadarmie' }));
    const refused = await screen.findByText(/Zadarma odpowiedziała: Update error$/);
    expect(refused.closest('[role="alert"]')).toBeTruthy();
  });

  it('store what was changed before the address is registered, and ask the other account anew', async () => {
    stored = zadarmaSettings({ key: 'k', secretIsSet: true });
    await open();
    await screen.findByText(/nie wysyła jeszcze powiadomień/);
    await user.type(screen.getByLabelText('Klucz'), '2');
    await user.click(screen.getByRole('button', { name: 'Zarejestruj w Zadarmie' }));
    await screen.findByText(/Zadarma odpowiedziała: Update error$/);
    await waitFor(() =>
      expect(
        server.asked
          .map(({ method, path }) => `${method} ${path}`)
          .filter((asked) => asked.startsWith('PUT') || asked.includes('/webhook')),
      ).toEqual([
        'GET /settings/zadarma/webhook',
        'PUT /settings/zadarma',
        'GET /settings/zadarma/webhook',
        'POST /settings/zadarma/webhook',
        'GET /settings/zadarma/webhook',
      ]),
    );
  });

  it('take back the result of a test that another key made worthless', async () => {
    result = { ok: false, code: 'wrong_key', message: 'no' };
    await open();
    await user.click(await screen.findByRole('button', { name: 'Sprawdź połączenie' }));
    await screen.findByText('Połączenie nie działa');
    await user.type(screen.getByLabelText('Klucz'), 'another');
    await user.click(screen.getByRole('button', { name: 'Zapisz' }));
    expect(await screen.findByText('Zapisano')).toBeTruthy();
    expect(screen.queryByText('Połączenie nie działa')).toBeNull();
  });

  it('ask before changes are left behind', async () => {
    const { router } = await open();
    await user.type(await screen.findByLabelText('Klucz'), 'typed');
    await user.click(screen.getByRole('tab', { name: 'PBX' }));
    await user.click(await screen.findByRole('button', { name: 'Wróć do zmian' }));
    expect(screen.getByLabelText<HTMLInputElement>('Klucz').value).toBe('typed');
    await user.click(screen.getByRole('tab', { name: 'PBX' }));
    await user.click(await screen.findByRole('button', { name: 'Odrzuć zmiany' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/settings/zadarma/pbx'));
  });

  it('refuse a return time-out the PBX does not know', async () => {
    await open('routing');
    const timeout = await screen.findByLabelText('Dzwoń do opiekuna przez');
    await user.clear(timeout);
    await user.type(timeout, '2');
    await user.click(screen.getByRole('button', { name: 'Zapisz' }));
    await waitFor(() => expect(timeout.getAttribute('aria-invalid')).toBe('true'));
    expect(putBodies()).toEqual([]);
  });

  it('open on the tab of the address', async () => {
    await open('pbx');
    expect(await screen.findByText('the PBX')).toBeTruthy();
    expect(screen.getByRole('tab', { name: 'PBX' }).getAttribute('aria-selected')).toBe('true');
  });
});
