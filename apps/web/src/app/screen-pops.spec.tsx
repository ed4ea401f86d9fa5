import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { callItem, uuid } from '../../test/calls';
import { renderScreen } from '../../test/screen';
import { stubServer } from '../../test/stub-server';
import { ScreenPops } from './screen-pops';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const contact = {
  id: uuid(301),
  name: 'Jan Kowalski',
  company: 'ACME',
  phones: [],
  managerId: uuid(201),
  managerName: 'Anna Nowak',
  createdAt: '2026-05-04T10:00:00.000Z',
  updatedAt: '2026-05-04T10:00:00.000Z',
};
const ringing = callItem({ status: 'ringing', extension: null, employeeId: null, employeeName: null });
const earlier = callItem({
  id: uuid(7),
  status: 'missed',
  employeeName: null,
  startedAt: '2026-05-01T08:00:00.000Z',
});

describe('the screen pop', () => {
  let server: ReturnType<typeof stubServer>;
  beforeEach(() => {
    server = stubServer({
      'GET /contacts': () => ({ items: [contact], nextCursor: null }),
      'GET /calls': () => ({ items: [ringing, earlier], nextCursor: null }),
    });
  });
  afterEach(() => server.restore());

  const show = (pops: Parameters<typeof ScreenPops>[0]['pops'], onDismiss = () => undefined) =>
    renderScreen(<ScreenPops pops={pops} onDismiss={onDismiss} audible={false} />);

  it('announces the caller at once and leaves the focus where it is', async () => {
    await show([{ call: ringing, extension: '101', outcome: null }]);
    expect(screen.getByTestId('incoming-announcement').textContent).toBe('Dzwoni Jan Kowalski, ACME');
    expect(document.activeElement).toBe(document.body);
  });

  it('shows line, manager and the last calls, and leads to contact and call', async () => {
    await show([{ call: ringing, extension: '101', outcome: null }]);
    const pop = screen.getByRole('article', { name: 'Połączenie: Jan Kowalski' });
    expect(await screen.findByText('Anna Nowak')).toBeTruthy();
    expect(await screen.findByText('Nieodebrane')).toBeTruthy();
    expect(pop.textContent).toContain('+48 22 100 20 30 → 101');
    expect(screen.getByRole('link', { name: 'Otwórz kontakt' }).getAttribute('href')).toBe(
      `/contacts/${uuid(301)}`,
    );
    expect(screen.getByRole('link', { name: 'Otwórz połączenie' }).getAttribute('href')).toBe(
      `/calls/${uuid(1)}`,
    );
  });

  it('offers to create a contact for a stranger', async () => {
    server.restore();
    server = stubServer({
      'GET /contacts': () => ({ items: [], nextCursor: null }),
      'GET /calls': () => ({ items: [], nextCursor: null }),
    });
    const stranger = { ...ringing, contactId: null, contactName: null, contactCompany: null };
    await show([{ call: stranger, extension: '101', outcome: null }]);
    expect(screen.getByRole('link', { name: 'Utwórz kontakt' }).getAttribute('href')).toBe(
      '/contacts/new?phone=%2B48600100200',
    );
    expect(await screen.findByText('Pierwsze połączenie z tego numeru')).toBeTruthy();
  });

  it('says who answered', async () => {
    await show([{ call: callItem({ status: 'talking' }), extension: '101', outcome: 'answered' }]);
    expect(screen.getByText('Odebrano: Anna Nowak')).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Otwórz kontakt' })).toBeNull();
  });

  it('offers to call back only once it has stopped ringing', async () => {
    const { unmount } = await show([{ call: ringing, extension: '101', outcome: null }]);
    expect(screen.queryByRole('button', { name: /^Zadzwoń/ })).toBeNull();
    unmount();
    await show([{ call: callItem({ status: 'missed' }), extension: '101', outcome: 'ended' }]);
    expect(screen.getByRole('button', { name: 'Zadzwoń: Jan Kowalski, +48 600 100 200' })).toBeTruthy();
  });

  it('is closed by its button', async () => {
    const onDismiss = jest.fn();
    await show([{ call: ringing, extension: '101', outcome: null }], onDismiss);
    await user.click(screen.getByRole('button', { name: 'Zamknij okienko' }));
    expect(onDismiss).toHaveBeenCalledWith(uuid(1));
  });
});
