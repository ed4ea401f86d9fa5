import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { uuid } from '../../../test/calls';
import { renderScreen } from '../../../test/screen';
import { MoreNumbers } from './more-numbers';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

describe('the numbers of a contact for which its row has no room', () => {
  it('are a press away, each with its call button', async () => {
    const phones = [
      { number: '+48600100201', label: 'komórka' },
      { number: '+48221112233', label: null },
    ];
    const contact = {
      id: uuid(301),
      name: 'Jan Kowalski',
      company: null,
      managerId: null,
      managerName: null,
      createdAt: '2026-05-04T10:00:00.000Z',
      updatedAt: '2026-05-04T10:00:00.000Z',
      phones: [{ number: '+48600100200', label: null }, ...phones],
    };
    await renderScreen(<MoreNumbers contact={contact} phones={phones} />);
    await user.click(screen.getByRole('button', { name: 'Jan Kowalski: jeszcze 2 numery' }));
    const numbers = within(await screen.findByRole('dialog'));
    expect(numbers.getByText('komórka')).toBeTruthy();
    expect(numbers.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual([
      'Zadzwoń: Jan Kowalski, +48 600 100 201',
      'Zadzwoń: Jan Kowalski, +48 22 111 22 33',
    ]);
  });
});
