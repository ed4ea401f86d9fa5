import { type LoginBody, loginBody, type SetupState } from '@callboard/contracts';
import { PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../shared/ui/busy-button';
import { focusFirstError } from '../../shared/ui/first-error';
import { Notice } from '../../shared/ui/notice';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { useSchemaCheck } from '../../shared/ui/schema-check';
import { Welcome } from '../../shared/ui/welcome';
import { signInMutation } from './queries';
import classes from './sign-in-page.module.css';

interface SignInPageProps {
  /** Users of the demo, signed in with one press. */
  demo: SetupState['demo'];
  /** The session ended by itself while somebody was working. */
  expired?: boolean;
  onSignedIn: () => void;
}

/** Asks who comes in. */
export function SignInPage({ demo, expired = false, onSignedIn }: SignInPageProps) {
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
      <form onSubmit={form.onSubmit(submit, (errors) => focusFirstError(form, errors))} noValidate>
        <Stack gap="sm">
          {expired && !signIn.error && <Notice tone="info">{t('signIn.expired')}</Notice>}
          {signIn.error && <ProblemNotice error={signIn.error} />}
          <TextInput
            label={t('signIn.email')}
            type="email"
            autoComplete="username"
            autoFocus={expired}
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
          <BusyButton type="submit" size="md" loading={signIn.isPending}>
            {t('signIn.submit')}
          </BusyButton>
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
