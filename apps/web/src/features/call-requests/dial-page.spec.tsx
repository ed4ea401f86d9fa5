import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { uuid } from '../../../test/calls';
import { renderScreen } from '../../../test/screen';
import { DialDialog } from './dial-dialog';
import { DialPage } from './dial-page';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Numer telefonu' });
const call = () => user.click(screen.getByRole('button', { name: 'Zadzwoń' }));

describe('the page that links to numbers lead to', () => {
  const jan = { name: 'Jan Kowalski', contactId: uuid(301) };

  it('asks before any phone rings, and says who and where', async () => {
    const onDial = jest.fn();
    await renderScreen(<DialPage given="tel:%2B48600100200" contact={jan} />, { onDial });
    expect(field().value).toBe('+48600100200');
    expect(screen.getByText('Jan Kowalski')).toBeTruthy();
    expect(await screen.findByText('Zadzwonimy pod +48 600 100 200 (Polska)')).toBeTruthy();
    expect(onDial).not.toHaveBeenCalled();
  });

  it('calls once it is confirmed, and leaves the address that would ask again', async () => {
    const onDial = jest.fn();
    const { router } = await renderScreen(<DialPage given="+48600100200" contact={jan} />, {
      onDial,
      address: '/dial?number=%2B48600100200',
      path: '/dial',
    });
    await call();
    expect(onDial.mock.calls).toEqual([[{ number: '+48600100200', ...jan }]]);
    expect(router.state.location.pathname).toBe('/calls');
  });

  it('does not take a changed number for the contact’s', async () => {
    const onDial = jest.fn();
    await renderScreen(<DialPage given="+48600100200" contact={jan} />, { onDial });
    await user.type(field(), '{Backspace}1');
    await call();
    expect(onDial.mock.calls).toEqual([[{ number: '+48600100201' }]]);
  });

  it('asks for a number where the link has none', async () => {
    const onDial = jest.fn();
    await renderScreen(<DialPage given="" contact={null} />, { onDial });
    expect(screen.getByText('W linku nie ma numeru. Wpisz go poniżej.')).toBeTruthy();
    await call();
    expect(screen.getByText('To pole jest wymagane')).toBeTruthy();
    expect(onDial).not.toHaveBeenCalled();
  });
});

describe('the dial pad', () => {
  const onClose = jest.fn();
  const onDial = jest.fn();
  beforeEach(() => {
    onClose.mockClear();
    onDial.mockClear();
  });

  const open = (options: Parameters<typeof renderScreen>[1] = {}) =>
    renderScreen(<DialDialog onClose={onClose} />, { onDial, ...options });

  it('is worked by its keys', async () => {
    await open();
    for (const name of ['6', '0', '0', '9']) {
      await user.click(screen.getByRole('button', { name }));
    }
    await user.click(screen.getByRole('button', { name: 'Usuń ostatnią cyfrę' }));
    expect(field().value).toBe('600');
  });

  it('is worked by the keyboard, wherever the focus is, and Enter calls', async () => {
    await open();
    const key = screen.getByRole('button', { name: '5' });
    key.focus();
    await user.keyboard('+48{Backspace}8');
    expect(field().value).toBe('+48');
    await user.type(field(), '600100200{Enter}');
    expect(onDial).toHaveBeenCalledWith({ number: '+48600100200' });
    expect(onClose).toHaveBeenCalled();
  });

  it('says how it understands a number, by the country of the account', async () => {
    await open({ as: { defaultCountry: 'DE' } });
    await user.type(field(), '030 901820');
    expect(await screen.findByText('Zadzwonimy pod +49 30 901820 (Niemcy)')).toBeTruthy();
    await user.clear(field());
    await user.type(field(), '0048 600 100 200');
    expect(await screen.findByText('Zadzwonimy pod +48 600 100 200 (Polska)')).toBeTruthy();
  });

  it('takes a pasted number in any dress', async () => {
    await open();
    fireEvent.paste(field(), { clipboardData: { getData: () => 'tel:+48-600-100-200 \u202c' } });
    expect(field().value).toBe('+48-600-100-200');
    await call();
    expect(onDial).toHaveBeenCalledWith({ number: '+48-600-100-200' });
  });

  it('opens empty after a call', async () => {
    const first = await open();
    await user.type(field(), '600100200{Enter}');
    first.unmount();
    await open();
    expect(field().value).toBe('');
  });

  it('says beforehand that a phone is missing', async () => {
    await open({ as: { extensions: [] } });
    expect(screen.getByText('Nie masz numeru wewnętrznego')).toBeTruthy();
  });

  it('offers to open phone links here, on a secure page only', async () => {
    const register = jest.fn();
    Object.assign(window, { isSecureContext: true });
    Object.assign(navigator, { registerProtocolHandler: register });
    const { unmount } = await open();
    await user.click(screen.getByRole('button', { name: 'Otwieraj tutaj linki telefoniczne' }));
    expect(register).toHaveBeenCalledWith('tel', 'http://localhost/dial?number=%s');
    expect(screen.getByText(/Przeglądarka zapyta o zgodę/)).toBeTruthy();
    unmount();
    Object.assign(window, { isSecureContext: false });
    await open();
    expect(screen.queryByRole('button', { name: 'Otwieraj tutaj linki telefoniczne' })).toBeNull();
  });
});
