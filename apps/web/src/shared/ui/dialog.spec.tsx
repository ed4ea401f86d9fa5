import { Button } from '@mantine/core';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { renderScreen } from '../../../test/screen';
import { Dialog } from './dialog';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

function Place() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>open</Button>
      {open && (
        <Dialog onClose={() => setOpen(false)} title="A question">
          <Button onClick={() => setOpen(false)}>answer</Button>
        </Dialog>
      )}
    </>
  );
}

it.each(['by its button', 'by Escape'])(
  'leaves the focus where it was opened from, closed %s',
  async (way) => {
    await renderScreen(<Place />);
    const opener = screen.getByRole('button', { name: 'open' });
    await user.click(opener);
    const answer = await screen.findByRole('button', { name: 'answer' });
    answer.focus();
    await (way === 'by Escape' ? user.keyboard('{Escape}') : user.click(answer));
    await waitFor(() => expect(document.activeElement).toBe(opener));
  },
);
