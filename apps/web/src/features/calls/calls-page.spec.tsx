import type { CallItem } from '@callboard/contracts';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { callItem, uuid } from '../../../test/calls';
import { renderScreen, viewer } from '../../../test/screen';
import { Refusal, stubServer } from '../../../test/stub-server';
import { CallsPage } from './calls-page';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const calls = [
  callItem({ id: uuid(2), tags: ['oferta', 'pilne'] }),
  callItem({
    id: uuid(1),
    status: 'missed',
    contactName: null,
    contactCompany: null,
    startedAt: '2026-05-03T09:00:00.000Z',
  }),
];

const recordingCell = ({ pbxCallId }: CallItem) => <b>audio of {pbxCallId}</b>;
const page = <CallsPage people={[viewer]} live recordingCell={recordingCell} />;
let server: ReturnType<typeof stubServer>;
const serve = (answer: () => unknown) => {
  server = stubServer({ 'GET /calls': answer });
};
afterEach(() => server.restore());

describe('the calls list', () => {
  it('says direction and result in words, the customer or the number, and the day', async () => {
    serve(() => ({ items: calls, nextCursor: null }));
    await renderScreen(page, { address: '/calls' });
    const known = await screen.findByRole('row', { name: /Jan Kowalski/ });
    expect(within(known).getByText('Przychodzące')).toBeTruthy();
    expect(within(known).getByText('Odebrane')).toBeTruthy();
    expect(within(known).getByText('4:03')).toBeTruthy();
    expect(within(known).getByText('audio of in_0001')).toBeTruthy();
    expect(within(known).getByTitle('oferta, pilne')).toBeTruthy();
    expect(screen.getByRole('link', { name: '+48 600 100 200' })).toBeTruthy();
    expect(screen.getByText(/^Niedziela, 3 maja/)).toBeTruthy();
  });

  it('keeps filters in the address and asks the server with them', async () => {
    serve(() => ({ items: calls, nextCursor: null }));
    const { router } = await renderScreen(page, { address: '/calls?direction=incoming' });
    const chip = await screen.findByRole('button', { name: 'Nieodebrane' });
    await user.click(chip);
    expect(chip.getAttribute('aria-pressed')).toBe('true');
    expect(router.state.location.search).toBe('?direction=incoming&status=missed');
    await waitFor(() => expect(server.asked.at(-1)?.query.get('status')).toBe('missed'));
    expect(server.asked.at(-1)?.query.get('direction')).toBe('incoming');
  });

  it('offers to take the filters off when nothing fits', async () => {
    serve(() => ({ items: [], nextCursor: null }));
    const { router } = await renderScreen(page, { address: '/calls?q=nobody' });
    await screen.findByText('Brak połączeń spełniających te warunki');
    await user.click(screen.getAllByRole('button', { name: 'Wyczyść' }).at(-1) as HTMLElement);
    expect(router.state.location.search).toBe('');
    expect(await screen.findByText('Nie ma jeszcze żadnych połączeń')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Filtry' }));
  });

  it('says what failed and tries again', async () => {
    let fails = true;
    serve(() => (fails ? new Refusal(403, 'forbidden') : { items: calls, nextCursor: null }));
    await renderScreen(page, { address: '/calls', language: 'en' });
    expect((await screen.findByRole('alert')).textContent).toContain('You are not allowed to do this');
    fails = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('row', { name: /Jan Kowalski/ })).toBeTruthy();
  });

  it('is walked with the arrows, with one row in the tab order', async () => {
    serve(() => ({ items: calls, nextCursor: null }));
    await renderScreen(page, { address: '/calls' });
    const first = await screen.findByRole('link', { name: 'Jan Kowalski' });
    const second = screen.getByRole('link', { name: '+48 600 100 200' });
    expect([first.tabIndex, second.tabIndex]).toEqual([0, -1]);
    act(() => first.focus());
    fireEvent.keyDown(first, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(second);
    expect([first.tabIndex, second.tabIndex]).toEqual([-1, 0]);
    fireEvent.keyDown(second, { key: 'Home' });
    expect(document.activeElement).toBe(first);
  });

  it('says from when it is while the connection is lost', async () => {
    serve(() => ({ items: calls, nextCursor: null }));
    await renderScreen(<CallsPage people={[]} live={false} recordingCell={recordingCell} />, {
      address: '/calls',
    });
    expect(await screen.findByText(/Lista może być nieaktualna/)).toBeTruthy();
  });
});
