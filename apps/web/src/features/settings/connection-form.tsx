import {
  type UpdateZadarmaSettingsBody,
  updateZadarmaSettingsBody,
  type ZadarmaSettings,
} from '@callboard/contracts';
import { PasswordInput, Switch, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import type { UseMutationResult } from '@tanstack/react-query';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { focusFirstError } from '../../shared/ui/first-error';
import { fieldErrors, useSchemaCheck } from '../../shared/ui/schema-check';
import { CountryField } from './country-field';
import classes from './settings.module.css';
import { SettingsForm } from './settings-form';
import { TimeZoneField } from './time-zone-field';

/** What the test beside the form needs of it. */
export interface ConnectionFormHandle {
  /** Stores what was changed; false if it could not be stored. */
  saveIfChanged(): Promise<boolean>;
}

interface ConnectionFormProps {
  ref: Ref<ConnectionFormHandle>;
  settings: ZadarmaSettings;
  save: UseMutationResult<ZadarmaSettings, Error, UpdateZadarmaSettingsBody>;
  /** The account's zone as the last test found it, such as `UTC+1`. */
  accountZone: string | null;
}

type Draft = ReturnType<typeof draftOf>;

const draftOf = ({ url, key, playRecordingsRemotely, timeZone, defaultCountry }: ZadarmaSettings) => ({
  url,
  key,
  secret: '',
  playRecordingsRemotely,
  timeZone,
  defaultCountry,
});

/** An empty secret keeps the stored one. */
const bodyOf = ({ secret, ...rest }: Draft): UpdateZadarmaSettingsBody =>
  secret ? { ...rest, secret } : rest;

/** The form of the account's address, keys and habits. */
export function ConnectionForm({ ref, settings, save, accountZone }: ConnectionFormProps) {
  const { t } = useTranslation('settings');
  const check = useSchemaCheck(updateZadarmaSettingsBody);
  const form = useForm<Draft>({
    initialValues: draftOf(settings),
    validate: (draft) => check(bodyOf(draft)),
  });
  const choose = useChoices(form);
  const store = async (draft: Draft): Promise<boolean> => {
    try {
      const next = draftOf(await save.mutateAsync(bodyOf(draft)));
      form.setInitialValues(next);
      form.setValues(next);
      return true;
    } catch (error) {
      form.setErrors(fieldErrors(error));
      focusFirstError(form, fieldErrors(error));
      return false;
    }
  };
  useImperativeHandle(ref, () => ({
    saveIfChanged: async () => {
      if (!form.isDirty()) {
        return true;
      }
      const { hasErrors, errors } = form.validate();
      focusFirstError(form, errors);
      return !hasErrors && (await store(form.getValues()));
    },
  }));
  return (
    <SettingsForm
      title={t('connection.title')}
      form={form}
      saving={save}
      onSave={(draft) => void store(draft)}
    >
      <TextInput
        label={t('connection.url')}
        description={t('connection.urlHint')}
        {...form.getInputProps('url')}
      />
      <TextInput
        label={t('connection.key')}
        description={t('connection.keyHint')}
        autoComplete="off"
        spellCheck={false}
        {...form.getInputProps('key')}
      />
      <PasswordInput
        label={t('connection.secret')}
        description={settings.secretIsSet ? t('connection.secretSet') : t('connection.secretMissing')}
        placeholder={settings.secretIsSet ? '••••••••••••' : undefined}
        autoComplete="new-password"
        {...form.getInputProps('secret')}
      />
      <Switch
        label={t('connection.remote')}
        description={t('connection.remoteHint')}
        {...form.getInputProps('playRecordingsRemotely', { type: 'checkbox' })}
      />
      <div className={classes.pair}>
        <TimeZoneField
          accountZone={accountZone}
          value={form.values.timeZone}
          error={form.errors['timeZone']}
          onChange={choose.timeZone}
        />
        <CountryField
          value={form.values.defaultCountry}
          error={form.errors['defaultCountry']}
          onChange={choose.defaultCountry}
        />
      </div>
    </SettingsForm>
  );
}

/** Setters that stay the same, for fields that are drawn anew only when they change. */
function useChoices(form: UseFormReturnType<Draft>) {
  const latest = useRef(form);
  useEffect(() => {
    latest.current = form;
  });
  const [choose] = useState(() => ({
    timeZone: (zone: string) => latest.current.setFieldValue('timeZone', zone),
    defaultCountry: (country: string) => latest.current.setFieldValue('defaultCountry', country),
  }));
  return choose;
}
