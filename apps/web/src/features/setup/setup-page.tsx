import { type SetupBody, setupBody } from '@callboard/contracts';
import { PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../shared/ui/busy-button';
import { focusFirstError } from '../../shared/ui/first-error';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { fieldErrors, useSchemaCheck } from '../../shared/ui/schema-check';
import { Welcome } from '../../shared/ui/welcome';
import { setUpMutation } from './queries';

/** Creates the first administrator with the one-time token of the log. */
export function SetupPage({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('welcome');
  const setUp = useMutation(setUpMutation());
  const form = useForm<SetupBody>({
    mode: 'uncontrolled',
    initialValues: { token: '', name: '', email: '', password: '' },
    validate: useSchemaCheck(setupBody),
  });
  const submit = (body: SetupBody) =>
    setUp.mutate(body, {
      onSuccess: onDone,
      onError: (error) => {
        form.setErrors(fieldErrors(error));
        focusFirstError(form, fieldErrors(error));
      },
    });
  return (
    <Welcome title={t('setup.title')}>
      <form onSubmit={form.onSubmit(submit, (errors) => focusFirstError(form, errors))} noValidate>
        <Stack gap="sm">
          <Text c="dimmed">{t('setup.intro')}</Text>
          {setUp.error && <ProblemNotice error={setUp.error} />}
          <TextInput
            label={t('setup.token')}
            description={t('setup.tokenHint')}
            autoComplete="off"
            key={form.key('token')}
            {...form.getInputProps('token')}
          />
          <TextInput
            label={t('setup.name')}
            autoComplete="name"
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('signIn.email')}
            type="email"
            autoComplete="username"
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t('signIn.password')}
            description={t('setup.passwordHint')}
            autoComplete="new-password"
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <BusyButton type="submit" size="md" mt="xs" loading={setUp.isPending}>
            {t('setup.submit')}
          </BusyButton>
        </Stack>
      </form>
    </Welcome>
  );
}
