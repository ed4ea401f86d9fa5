import { type CreateApiKeyBody, createApiKeyBody, type CreatedApiKey } from '@callboard/contracts';
import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../shared/ui/busy-button';
import { CopyButton } from '../../shared/ui/copy-button';
import { Dialog } from '../../shared/ui/dialog';
import { focusFirstError } from '../../shared/ui/first-error';
import { Notice } from '../../shared/ui/notice';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { fieldErrors, useSchemaCheck } from '../../shared/ui/schema-check';
import { createApiKeyMutation } from './queries';

/** Creates a key and shows it this once. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people');
  const [created, setCreated] = useState<CreatedApiKey | null>(null);
  return (
    <Dialog
      onClose={onClose}
      title={created ? t('keys.createdTitle') : t('keys.create')}
      closeOnClickOutside={false}
      closeOnEscape={!created}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {created ? <Created apiKey={created} onClose={onClose} /> : <CreateForm onCreated={setCreated} />}
    </Dialog>
  );
}

function CreateForm({ onCreated }: { onCreated: (key: CreatedApiKey) => void }) {
  const { t } = useTranslation('people');
  const create = useMutation(createApiKeyMutation(useQueryClient()));
  const form = useForm<CreateApiKeyBody>({
    mode: 'uncontrolled',
    initialValues: { name: '', scope: 'read' },
    validate: useSchemaCheck(createApiKeyBody),
  });
  const submit = (body: CreateApiKeyBody) =>
    create.mutate(body, {
      onSuccess: onCreated,
      onError: (error) => {
        form.setErrors(fieldErrors(error));
        focusFirstError(form, fieldErrors(error));
      },
    });
  return (
    <form onSubmit={form.onSubmit(submit, (errors) => focusFirstError(form, errors))} noValidate>
      <Stack gap="sm">
        {create.error && <ProblemNotice error={create.error} />}
        <TextInput
          data-autofocus
          label={t('field.keyName')}
          description={t('keys.nameHint')}
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <NativeSelect
          label={t('field.scope')}
          data={(['read', 'write', 'admin'] as const).map((scope) => ({
            value: scope,
            label: t(`scope.${scope}`),
          }))}
          key={form.key('scope')}
          {...form.getInputProps('scope')}
        />
        <Group justify="flex-end" mt="xs">
          <BusyButton type="submit" loading={create.isPending}>
            {t('keys.submit')}
          </BusyButton>
        </Group>
      </Stack>
    </form>
  );
}

function Created({ apiKey, onClose }: { apiKey: CreatedApiKey; onClose: () => void }) {
  const { t } = useTranslation('people');
  return (
    <Stack gap="sm">
      <Notice tone="warn">{t('keys.createdText')}</Notice>
      <TextInput
        label={t('keys.key')}
        value={apiKey.key}
        readOnly
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Group justify="flex-end">
        <CopyButton text={apiKey.key} label={t('keys.copy')} />
        <Button onClick={onClose}>{t('close')}</Button>
      </Group>
    </Stack>
  );
}
