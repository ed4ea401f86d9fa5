import type { CallRequest } from '@callboard/contracts';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { callRequest } from '../../../test/call-requests';
import { uuid } from '../../../test/calls';
import { renderScreen } from '../../../test/screen';
import { stubServer } from '../../../test/stub-server';
import { ApiProblem } from '../../shared/api/problem';
import { CallProgress } from './call-progress';
import { applyCallRequest } from './queries';
import type { Wish } from './wishes';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const wish: Wish = {
  id: 'wish',
  callee: { number: '+48600100200', name: 'Jan Kowalski' },
  idempotencyKey: 'key',
  requestId: uuid(501),
  problem: null,
};

describe('the progress of a call', () => {
  let server: ReturnType<typeof stubServer>;
  let answer: CallRequest;
  beforeEach(() => {
    answer = callRequest();
    server = stubServer({ 'GET /call-requests/:id': () => answer });
  });
  afterEach(() => server.restore());

  async function show(changes: Partial<CallRequest> = {}, options: Parameters<typeof renderScreen>[1] = {}) {
    answer = callRequest(changes);
    const handlers = { onRetry: jest.fn(), onDismiss: jest.fn() };
    const view = await renderScreen(<CallProgress wish={wish} {...handlers} />, options);
    const card = await screen.findByRole('article', { name: 'Dzwonisz: Jan Kowalski' });
    return { ...view, ...handlers, card };
  }

  it('says whose phone rings now, step by step, as live events come', async () => {
    const { client } = await show();
    const hear = (changes: Partial<CallRequest>) => applyCallRequest(client, callRequest(changes));
    await screen.findByText('Zlecanie połączenia…');
    hear({ version: 2, state: 'dialling' });
    await screen.findByText('Centrala zestawia połączenie…');
    hear({ version: 3, state: 'phone_ringing' });
    await screen.findByText('Dzwoni Twój telefon');
    await screen.findByText('Odbierz telefon 101, a centrala zadzwoni do klienta.');
    hear({ version: 4, state: 'customer_ringing' });
    await screen.findByText('Dzwoni u klienta');
    const steps = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(steps.map((step) => step.getAttribute('aria-current'))).toEqual([null, 'step', null]);
    hear({ version: 3, state: 'phone_ringing' });
    hear({ version: 5, state: 'talking', callId: uuid(1) });
    await screen.findByText('Rozmowa trwa');
    expect(screen.getByRole('link', { name: 'Otwórz połączenie' }).getAttribute('href')).toBe(
      `/calls/${uuid(1)}`,
    );
  });

  it('asks the server itself where no event comes', async () => {
    await show({ state: 'phone_ringing' });
    expect(await screen.findByText('Dzwoni Twój telefon')).toBeTruthy();
    expect(screen.getByText('+48 600 100 200')).toBeTruthy();
  });

  it.each([
    ['no_extension', 'Nie masz numeru wewnętrznego'],
    ['device_offline', 'Twój telefon jest odłączony'],
    ['no_money', 'Brak środków na koncie Zadarma'],
    ['rate_limited', 'Za dużo zapytań do Zadarmy'],
    ['pbx_unreachable', 'Centrala nie odpowiada'],
    ['phone_not_answered', 'Twój telefon nie został odebrany'],
    ['phone_busy', 'Twój telefon jest zajęty'],
  ] as const)('says why it failed (%s) and offers to try again', async (code, title) => {
    await show({ state: 'failed', failure: { code, message: 'in English', detail: null } });
    expect(await screen.findByText(title)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Spróbuj ponownie' })).toBeTruthy();
  });

  it('lets nobody try again before that is a new wish', async () => {
    const { onRetry, client } = await show({ state: 'phone_ringing' });
    await screen.findByText('Dzwoni Twój telefon');
    jest.useFakeTimers();
    try {
      const failure = { code: 'phone_not_answered', message: '', detail: null } as const;
      act(() => applyCallRequest(client, callRequest({ version: 9, state: 'failed', failure })));
      act(() => void jest.advanceTimersByTime(10));
      act(() => void jest.advanceTimersByTime(4_900));
      const retry = screen.getByRole<HTMLButtonElement>('button', { name: 'Spróbuj ponownie' });
      expect(retry.disabled).toBe(true);
      act(() => void jest.advanceTimersByTime(200));
      expect(retry.disabled).toBe(false);
      retry.click();
      expect(onRetry).toHaveBeenCalledWith('wish');
    } finally {
      jest.useRealTimers();
    }
  });

  it('adds the words of the PBX', async () => {
    const failure = { code: 'pbx_refused', message: '', detail: 'Wrong parameters!' } as const;
    await show({ state: 'failed', failure });
    expect(await screen.findByText('Centrala odrzuciła połączenie')).toBeTruthy();
    expect(screen.getByText('Centrala: Wrong parameters!')).toBeTruthy();
  });

  it('leads an administrator to where the cause is put right, and others not', async () => {
    const failed = { state: 'failed', failure: { code: 'no_extension', message: '', detail: null } } as const;
    const { unmount } = await show(failed);
    expect((await screen.findByRole('link', { name: 'Otwórz ustawienia' })).getAttribute('href')).toBe(
      '/settings/zadarma/pbx',
    );
    unmount();
    await show(failed, { as: { role: 'agent' } });
    await screen.findByText('Nie masz numeru wewnętrznego');
    expect(screen.queryByRole('link', { name: 'Otwórz ustawienia' })).toBeNull();
  });

  it('offers to correct a number that cannot be called', async () => {
    await show({ state: 'failed', failure: { code: 'bad_number', message: '', detail: null } });
    expect((await screen.findByRole('link', { name: 'Popraw numer' })).getAttribute('href')).toBe(
      '/dial?number=%2B48600100200',
    );
    expect(screen.queryByRole('button', { name: 'Spróbuj ponownie' })).toBeNull();
  });

  it('sends nobody to call twice when it is not known whether a phone rang', async () => {
    await show({ state: 'unknown', failure: { code: 'outcome_unknown', message: '', detail: null } });
    expect(await screen.findByText('Sprawdź swój telefon')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Spróbuj ponownie' })).toBeNull();
  });

  it('says so when the call was made although nobody knew', async () => {
    const unknown = { code: 'outcome_unknown', message: '', detail: null } as const;
    await show({ state: 'unknown', failure: unknown, callId: uuid(1) });
    expect(await screen.findByText('Połączenie jednak ruszyło')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Otwórz połączenie' })).toBeTruthy();
    expect(screen.queryByText('Sprawdź swój telefon')).toBeNull();
  });

  it('says what kept the wish from the server', async () => {
    const problem = new ApiProblem({ code: 'server_unreachable', status: 0 });
    const stuck: Wish = { ...wish, callee: { number: '600 100 200' }, requestId: null, problem };
    await renderScreen(<CallProgress wish={stuck} onRetry={jest.fn()} onDismiss={jest.fn()} />);
    expect(screen.getByText('Nie udało się zlecić połączenia')).toBeTruthy();
    expect(screen.getByText(/Sprawdź połączenie z siecią/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Spróbuj ponownie' })).toBeTruthy();
    expect(server.asked).toEqual([]);
  });

  it('is closed by its button', async () => {
    const { onDismiss } = await show();
    await user.click(screen.getByRole('button', { name: 'Zamknij okienko' }));
    expect(onDismiss).toHaveBeenCalledWith('wish');
  });
});
