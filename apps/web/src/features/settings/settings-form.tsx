import type { UpdateZadarmaSettingsBody } from '@callboard/contracts';
import { Group } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../shared/ui/busy-button';
import { focusFirstError } from '../../shared/ui/first-error';
import { Notice } from '../../shared/ui/notice';
import { Panel } from '../../shared/ui/panel';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { UnsavedGuard } from '../../shared/ui/unsaved-guard';
import { saveZadarmaMutation } from './queries';
import classes from './settings.module.css';

interface SettingsFormProps<Draft> {
  title: string;
  form: UseFormReturnType<Draft>;
  /** How the last saving went. */
  saving: { error: Error | null; isSuccess: boolean; isPending: boolean };
  onSave: (draft: Draft) => void;
  children: ReactNode;
}

/** The frame of a form of settings: how saving went, the fields, and the button that saves them. */
export function SettingsForm<Draft>({ title, form, saving, onSave, children }: SettingsFormProps<Draft>) {
  const { t } = useTranslation('settings');
  return (
    <Panel title={title}>
      <form
        className={classes.form}
        onSubmit={form.onSubmit(onSave, (errors) => focusFirstError(form, errors))}
        noValidate
      >
        {children}
        {saving.error && <ProblemNotice error={saving.error} />}
        <Group>
          <BusyButton type="submit" loading={saving.isPending}>
            {t('save')}
          </BusyButton>
          {saving.isSuccess && !form.isDirty() && <Notice tone="good">{t('saved')}</Notice>}
        </Group>
        <UnsavedGuard changed={form.isDirty()} />
      </form>
    </Panel>
  );
}

interface SectionFormProps<Draft> {
  title: string;
  form: UseFormReturnType<Draft>;
  /** The section as the server takes it. */
  bodyOf: (draft: Draft) => UpdateZadarmaSettingsBody;
  onSaved?: () => void;
  children: ReactNode;
}

/** A form that saves one section of the settings and leaves the rest. */
export function SectionForm<Draft>({ bodyOf, onSaved, ...frame }: SectionFormProps<Draft>) {
  const saving = useMutation(saveZadarmaMutation(useQueryClient()));
  const save = (draft: Draft): void =>
    saving.mutate(bodyOf(draft), {
      onSuccess: () => {
        frame.form.resetDirty();
        onSaved?.();
      },
    });
  return <SettingsForm {...frame} saving={saving} onSave={save} />;
}
