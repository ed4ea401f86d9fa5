import { type Contact, createContactBody } from '@callboard/contracts';
import { ActionIcon, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatPhone } from '../../shared/format/phone';
import { useDraft } from '../../shared/session/drafts';
import { BusyButton } from '../../shared/ui/busy-button';
import { focusFirstError } from '../../shared/ui/first-error';
import { Notice } from '../../shared/ui/notice';
import { type Person, personOptions } from '../../shared/ui/person';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { fieldErrors, useSchemaCheck } from '../../shared/ui/schema-check';
import classes from './contact-page.module.css';
import { bodyOf, type ContactDraft, keptDraft } from './contact-draft';
import { saveContactMutation } from './queries';

interface ContactFormProps {
  /** Names what is written here, for it to be found again. */
  draft: string;
  /** The contact to change; a new one without. */
  id?: string;
  initial: ContactDraft;
  people: readonly Person[];
  onSaved: (contact: Contact) => void;
  backTo: string;
}

type Form = UseFormReturnType<ContactDraft>;

/** Creates or changes a contact; the server's findings show at their fields. */
export function ContactForm({ draft: name, id, initial, people, onSaved, backTo }: ContactFormProps) {
  const { t } = useTranslation('contacts');
  const save = useMutation(saveContactMutation(id, useQueryClient()));
  const check = useSchemaCheck(createContactBody);
  const { kept, keep } = useDraft(name);
  const [found] = useState(() => keptDraft(kept));
  const [isFound, setFound] = useState(found !== null);
  const form = useForm<ContactDraft>({
    initialValues: found ?? initial,
    validate: (draft) => check(bodyOf(draft)),
    onValuesChange: (draft) => keep(JSON.stringify(draft)),
  });
  const discard = (): void => {
    form.setValues(initial);
    keep(null);
    setFound(false);
    form.getInputNode('name')?.focus();
  };
  const submit = (draft: ContactDraft) =>
    save.mutate(bodyOf(draft), {
      onSuccess: (contact) => {
        keep(null);
        onSaved(contact);
      },
      onError: (error) => {
        form.setErrors(fieldErrors(error));
        focusFirstError(form, fieldErrors(error));
      },
    });
  return (
    <form onSubmit={form.onSubmit(submit, (errors) => focusFirstError(form, errors))} noValidate>
      <Stack gap="md">
        {isFound && <Found onDiscard={discard} />}
        <TextInput label={t('field.name')} required {...form.getInputProps('name')} />
        <TextInput label={t('field.company')} {...form.getInputProps('company')} />
        <Phones form={form} />
        <NativeSelect
          label={t('field.manager')}
          description={t('managerHint')}
          data={[{ value: '', label: t('noManager') }, ...personOptions(people, form.values.managerId)]}
          {...form.getInputProps('managerId')}
        />
        {save.error && <ProblemNotice error={save.error} />}
        <Group>
          <BusyButton type="submit" loading={save.isPending}>
            {t('save')}
          </BusyButton>
          <Button variant="default" component={Link} to={backTo} onClick={() => keep(null)}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Says that the form holds more than what is stored. */
function Found({ onDiscard }: { onDiscard: () => void }) {
  const { t } = useTranslation('contacts');
  return (
    <Notice
      tone="info"
      action={
        <Button size="xs" variant="default" onClick={onDiscard}>
          {t('discard')}
        </Button>
      }
    >
      {t('found')}
    </Notice>
  );
}

function Phones({ form }: { form: Form }) {
  const { t } = useTranslation('contacts');
  const add = useRef<HTMLButtonElement>(null);
  const addLine = (): void => {
    form.insertListItem('phones', { key: `new-${performance.now()}`, number: '', label: '' });
    const path = `phones.${form.values.phones.length}.number`;
    requestAnimationFrame(() => form.getInputNode(path)?.focus());
  };
  const removeLine = (index: number): void => {
    form.removeListItem('phones', index);
    add.current?.focus();
  };
  return (
    <fieldset className={classes.phones}>
      <legend>{t('field.phones')}</legend>
      {form.values.phones.map((phone, index) => (
        <div key={phone.key} className={classes.phone}>
          <TextInput
            aria-label={t('field.number', { position: index + 1 })}
            type="tel"
            placeholder={formatPhone('+48600100200')}
            {...form.getInputProps(`phones.${index}.number`)}
          />
          <TextInput
            aria-label={t('field.label', { position: index + 1 })}
            placeholder={t('labelHint')}
            {...form.getInputProps(`phones.${index}.label`)}
          />
          <ActionIcon
            aria-label={t('removePhone', { position: index + 1 })}
            onClick={() => removeLine(index)}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Group>
        <Button
          ref={add}
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={addLine}
        >
          {t('addPhone')}
        </Button>
      </Group>
    </fieldset>
  );
}
