import { recordingSettings, type RecordingSettings, type ZadarmaSettings } from '@callboard/contracts';
import { NativeSelect, NumberInput, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSchemaCheck } from '../../shared/ui/schema-check';
import { SectionForm } from './settings-form';
import classes from './settings.module.css';

interface RecordingsTabProps {
  settings: ZadarmaSettings;
  /** What the rules would delete now; asked anew when they change. */
  retention: ReactNode;
  onSaved: () => void;
}

/** What happens to the audio of calls: where it is kept, for how long, and who else forgets it. */
export function RecordingsTab({ settings, retention, onSaved }: RecordingsTabProps) {
  return (
    <div className={classes.columns}>
      <RecordingsForm settings={settings} onSaved={onSaved} />
      {retention}
    </div>
  );
}

function RecordingsForm({ settings, onSaved }: Omit<RecordingsTabProps, 'retention'>) {
  const { t } = useTranslation('settings');
  const form = useForm<RecordingSettings>({
    initialValues: settings.recordings,
    validate: useSchemaCheck(recordingSettings),
  });
  return (
    <SectionForm
      title={t('recordings.title')}
      form={form}
      bodyOf={(recordings) => ({ recordings })}
      onSaved={onSaved}
    >
      <p className={classes.dim}>
        {settings.playRecordingsRemotely ? t('recordings.remote') : t('recordings.local')}{' '}
        <Link to="/settings/zadarma">{t('recordings.change')}</Link>
      </p>
      <Switch
        label={t('recordings.archive')}
        description={t('recordings.archiveHint')}
        {...form.getInputProps('archiveAutomatically', { type: 'checkbox' })}
      />
      <RetentionField
        days={form.values.retentionDays}
        error={form.errors['retentionDays']}
        onChange={(days) => form.setFieldValue('retentionDays', days)}
      />
      <Switch
        label={t('recordings.deleteAtZadarma')}
        description={t('recordings.deleteAtZadarmaHint')}
        {...form.getInputProps('deleteAtZadarma', { type: 'checkbox' })}
      />
    </SectionForm>
  );
}

const presets = [30, 90, 180, 365] as const;

interface RetentionFieldProps {
  /** Null keeps recordings for ever. */
  days: number | null;
  error: ReactNode;
  onChange: (days: number | null) => void;
}

/** A period of the usual ones, none, or a number of days. */
function RetentionField({ days, error, onChange }: RetentionFieldProps) {
  const { t } = useTranslation('settings');
  const isPreset = days === null || presets.some((preset) => preset === days);
  const [isOwn, setOwn] = useState(!isPreset);
  const choose = (value: string): void => {
    setOwn(value === 'own');
    if (value !== 'own') {
      onChange(value === 'never' ? null : Number(value));
    } else if (days === null) {
      onChange(presets[0]);
    }
  };
  return (
    <div className={classes.pair}>
      <NativeSelect
        label={t('recordings.retention')}
        description={t('recordings.retentionHint')}
        value={isOwn ? 'own' : days === null ? 'never' : String(days)}
        data={[
          { value: 'never', label: t('recordings.never') },
          ...presets.map((count) => ({ value: String(count), label: t('recordings.days', { count }) })),
          { value: 'own', label: t('recordings.own') },
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {isOwn && (
        <NumberInput
          data-path="retentionDays"
          label={t('recordings.ownDays')}
          description={t('recordings.ownDaysHint')}
          min={1}
          max={3650}
          allowDecimal={false}
          // A number that was not meant must be refused, not moved to one that deletes nearly everything.
          clampBehavior="none"
          value={days || ''}
          error={error}
          // An empty field is not “for ever”: 0 is refused.
          onChange={(value) => onChange(typeof value === 'number' ? value : 0)}
        />
      )}
    </div>
  );
}
