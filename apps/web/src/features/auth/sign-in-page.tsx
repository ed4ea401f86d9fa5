import { type LoginBody, loginBody, type SetupState } from '@callboard/contracts';
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { useSchemaCheck } from '../../shared/ui/schema-check';
import { Welcome } from '../../shared/ui/welcome';
import { signInMutation } from './queries';
import classes from './sign-in-page.module.css';

interface SignInPageProps {
  /** Users of the demo, signed in with one press. */
  demo: SetupState['demo'];
  onSignedIn: () => void;
}

/** Asks who comes in. */
export function SignInPage({ demo, onSignedIn }: SignInPageProps) {
  const { t } = useTranslation('welcome');
  const signIn = useMutation(signInMutation());
  const form = useForm<LoginBody>({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: useSchemaCheck(loginBody),
  });
  const submit = (body: LoginBody) => signIn.mutate(body, { onSuccess: onSignedIn });
  return (
    <Welcome title={t('signIn.title')}>
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack gap="sm">
          {signIn.error && <ProblemNotice error={signIn.error} />}
          <TextInput
            label={t('signIn.email')}
            type="email"
            autoComplete="username"
            size="md"
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t('signIn.password')}
            autoComplete="current-password"
            size="md"
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" loading={signIn.isPending}>
            {t('signIn.submit')}
          </Button>
        </Stack>
      </form>
      {demo && (
        <section className={classes.demo} aria-labelledby="demo-users">
          <h2 id="demo-users">{t('signIn.demoTitle')}</h2>
          <ul>
            {demo.users.map((user) => (
              <li key={user.email}>
                <button
                  type="button"
                  disabled={signIn.isPending}
                  onClick={() => submit({ email: user.email, password: user.password })}
                >
                  <strong>{user.name}</strong>
                  <span>{t(`role.${user.role}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Welcome>
  );
}
