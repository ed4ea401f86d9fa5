import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen, viewer } from '../../../test/screen';
import { Refusal, stubServer } from '../../../test/stub-server';
import { SignInPage } from './sign-in-page';

// Without a pause between the keys.
const visitor = userEvent.setup({ delay: null });

describe('the sign-in', () => {
  let server: ReturnType<typeof stubServer>;
  afterEach(() => server.restore());

  it('says in the viewer’s language that e-mail or password is wrong', async () => {
    server = stubServer({
      'POST /auth/login': () => new Refusal(401, 'invalid_credentials', { detail: 'no' }),
    });
    const onSignedIn = jest.fn();
    await renderScreen(<SignInPage demo={null} onSignedIn={onSignedIn} />);
    await visitor.type(screen.getByLabelText('E-mail'), 'anna@example.com');
    await visitor.type(screen.getByLabelText('Hasło'), 'not this one');
    await visitor.click(screen.getByRole('button', { name: 'Zaloguj' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Nieprawidłowy e-mail lub hasło.');
    expect(onSignedIn).not.toHaveBeenCalled();
  });

  it('lets the demo’s users in with one press', async () => {
    server = stubServer({ 'POST /auth/login': () => viewer });
    const onSignedIn = jest.fn();
    const user = {
      name: 'Kasia',
      email: 'kasia@demo.example',
      password: 'a demo password',
      role: 'admin',
    } as const;
    await renderScreen(<SignInPage demo={{ users: [user] }} onSignedIn={onSignedIn} />, { language: 'en' });
    await visitor.click(screen.getByRole('button', { name: /Kasia/ }));
    expect(server.asked[0]?.body).toEqual({ email: user.email, password: user.password });
    expect(onSignedIn).toHaveBeenCalledTimes(1);
  });
});
