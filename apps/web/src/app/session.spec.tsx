import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { uuid } from '../../test/calls';
import { renderScreen } from '../../test/screen';
import { rememberedWishes, rememberWishes } from '../features/call-requests/wish-memory';
import { useSignedOut } from './session';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

function SignOut() {
  const signedOut = useSignedOut();
  return <button onClick={() => signedOut('here')}>sign out</button>;
}

it('leaves nothing of the viewer in the tab after signing out', async () => {
  rememberWishes([{ requestId: uuid(501), callee: { number: '+48600100200', name: 'Jan Kowalski' } }]);
  const { client, router } = await renderScreen(<SignOut />, { path: '/calls', address: '/calls' });
  sessionStorage.setItem('callboard.draft.me.note', 'Jan Kowalski, +48600100200');
  client.setQueryData(['calls'], [{ phone: '+48600100200' }]);
  await user.click(screen.getByRole('button'));
  expect(router.state.location.pathname).toBe('/sign-in');
  expect(client.getQueryCache().getAll()).toEqual([]);
  expect(rememberedWishes()).toEqual([]);
  expect(sessionStorage.getItem('callboard.draft.me.note')).toBeNull();
});
