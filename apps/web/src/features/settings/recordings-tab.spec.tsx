import type { ZadarmaSettings } from '@callboard/contracts';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from '../../../test/screen';
import { zadarmaSettings } from '../../../test/settings';
import { stubServer } from '../../../test/stub-server';
import { RecordingsTab } from './recordings-tab';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const settings = zadarmaSettings();

describe('the settings of recordings', () => {
  let server: ReturnType<typeof stubServer>;
  const saved = jest.fn();
  beforeEach(() => {
    saved.mockClear();
    server = stubServer({
      'PUT /settings/zadarma': ({ body }) => ({ ...settings, ...(body as Partial<ZadarmaSettings>) }),
    });
  });
  afterEach(() => server.restore());

  const open = () =>
    renderScreen(<RecordingsTab settings={settings} retention={<p>what is due</p>} onSaved={saved} />);
  const save = () => user.click(screen.getByRole('button', { name: 'Zapisz' }));
  const putBodies = () => server.asked.map(({ body }) => body);

  it('keep for a usual period, archive, and have what would be deleted counted anew', async () => {
    await open();
    expect(screen.getByText('what is due')).toBeTruthy();
    await user.click(screen.getByRole('switch', { name: /^Pobieraj nagrania automatycznie/ }));
    await user.selectOptions(screen.getByLabelText('Przechowuj nagrania'), '90 dni');
    await save();
    await waitFor(() => expect(saved).toHaveBeenCalledTimes(1));
    expect(putBodies()).toEqual([
      { recordings: { archiveAutomatically: true, retentionDays: 90, deleteAtZadarma: false } },
    ]);
  });

  it('take any number of days, but no empty field for “for ever”', async () => {
    await open();
    await user.selectOptions(screen.getByLabelText('Przechowuj nagrania'), 'Inny okres…');
    const days = screen.getByLabelText('Liczba dni');
    await user.clear(days);
    await save();
    expect(await screen.findByText('Najmniej 1')).toBeTruthy();
    expect(putBodies()).toEqual([]);
    await user.type(days, '45');
    await save();
    await waitFor(() => expect(saved).toHaveBeenCalled());
    expect(putBodies()).toMatchObject([{ recordings: { retentionDays: 45 } }]);
  });

  it('say where recordings play from and lead to the switch', async () => {
    await open();
    expect(screen.getByText(/Nagrania są odtwarzane prosto z Zadarmy/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Zmień w zakładce Połączenie' }).getAttribute('href')).toBe(
      '/settings/zadarma',
    );
    expect(screen.queryByLabelText('Odtwórz nagranie zdalnie')).toBeNull();
  });
});
