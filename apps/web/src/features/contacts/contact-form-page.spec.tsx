import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { uuid } from '../../../test/calls';
import { renderScreen, viewer } from '../../../test/screen';
import { Refusal, stubServer } from '../../../test/stub-server';
import { NewContactPage } from './contact-form-page';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const address = '/contacts/new?phone=%2B48600100200';
const saved = {
  id: uuid(301),
  name: 'Jan',
  company: null,
  phones: [],
  managerId: null,
  managerName: null,
  createdAt: '2026-05-04T10:00:00.000Z',
  updatedAt: '2026-05-04T10:00:00.000Z',
};

describe('the form of a new contact', () => {
  let server: ReturnType<typeof stubServer>;
  let answer: unknown;
  beforeEach(() => {
    server = stubServer({ 'POST /contacts': () => answer });
  });
  afterEach(() => {
    server.restore();
    sessionStorage.clear();
  });

  it('comes filled with the caller’s number and sends what was entered', async () => {
    answer = saved;
    const { router } = await renderScreen(<NewContactPage people={[viewer]} />, {
      address,
      path: '/contacts/new',
    });
    await user.type(screen.getByLabelText(/Imię i nazwisko/), ' Jan ');
    await user.selectOptions(screen.getByLabelText('Opiekun'), viewer.id);
    await user.click(screen.getByRole('button', { name: 'Zapisz' }));
    expect(server.asked[0]?.body).toEqual({
      name: 'Jan',
      company: null,
      managerId: viewer.id,
      phones: [{ number: '+48 600 100 200', label: null }],
    });
    expect(router.state.location.pathname).toBe(`/contacts/${saved.id}`);
  });

  it('asks for a name before it asks the server', async () => {
    await renderScreen(<NewContactPage people={[]} />, { address, path: '/contacts/new' });
    await user.click(screen.getByRole('button', { name: 'Zapisz' }));
    expect(await screen.findByText('To pole jest wymagane')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText(/Imię i nazwisko/));
    expect(server.asked).toEqual([]);
  });

  it('holds again what was left unsaved, until it is saved or discarded', async () => {
    answer = saved;
    const open = () => renderScreen(<NewContactPage people={[viewer]} />, { address, path: '/contacts/new' });
    const nameOf = () => screen.getByLabelText<HTMLInputElement>(/Imię i nazwisko/);
    const left = await open();
    await user.type(nameOf(), 'Jan');
    left.unmount();
    const found = await open();
    expect([nameOf().value, screen.getByText(/Przywróciliśmy/) !== null]).toEqual(['Jan', true]);
    await user.click(screen.getByRole('button', { name: 'Odrzuć' }));
    expect([nameOf().value, screen.queryByText(/Przywróciliśmy/)]).toEqual(['', null]);
    await user.type(nameOf(), 'Jan');
    await user.click(screen.getByRole('button', { name: 'Zapisz' }));
    found.unmount();
    await open();
    expect([nameOf().value, screen.queryByText(/Przywróciliśmy/)]).toEqual(['', null]);
  });

  it('leads to a number that is added, and back when one is taken away', async () => {
    await renderScreen(<NewContactPage people={[]} />, { address, path: '/contacts/new' });
    const add = screen.getByRole('button', { name: 'Dodaj numer' });
    await user.click(add);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Numer telefonu 2')));
    await user.click(screen.getByRole('button', { name: 'Usuń numer 2' }));
    expect(document.activeElement).toBe(add);
  });

  it('shows at the field what the server found wrong', async () => {
    answer = new Refusal(400, 'validation_failed', {
      errors: [
        { path: 'phones.0.number', message: 'This is not a phone number.', code: 'phone_not_valid' },
        { path: 'managerId', message: 'said in words alone' },
      ],
    });
    await renderScreen(<NewContactPage people={[]} />, { address, path: '/contacts/new' });
    await user.type(screen.getByLabelText(/Imię i nazwisko/), 'Jan');
    await user.click(screen.getByRole('button', { name: 'Zapisz' }));
    expect(await screen.findByText(/Tego numeru nie da się odczytać/)).toBeTruthy();
    expect(screen.getByText('said in words alone')).toBeTruthy();
    expect(screen.getByLabelText('Numer telefonu 1').getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('alert').textContent).toContain('Popraw zaznaczone pola');
  });
});
