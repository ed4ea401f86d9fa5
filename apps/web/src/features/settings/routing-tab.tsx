import { routingSettings, type RoutingSettings, type ZadarmaSettings } from '@callboard/contracts';
import { Button, Group, NumberInput, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../shared/ui/notice';
import { Panel } from '../../shared/ui/panel';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { useSchemaCheck } from '../../shared/ui/schema-check';
import { saveZadarmaMutation } from './queries';
import classes from './settings.module.css';

/** Whether and how a known customer's call goes to the manager. */
export function RoutingTab({ settings }: { settings: ZadarmaSettings }) {
  const { t } = useTranslation('settings');
  const save = useMutation(saveZadarmaMutation(useQueryClient()));
  const form = useForm<RoutingSettings>({
    initialValues: settings.routing,
    validate: useSchemaCheck(routingSettings),
  });
  const store = (routing: RoutingSettings) =>
    save.mutate({ routing }, { onSuccess: () => form.resetDirty() });
  return (
    <div className={classes.narrow}>
      <Panel title={t('routing.title')}>
        <form className={classes.form} onSubmit={form.onSubmit(store)} noValidate>
          {save.error && <ProblemNotice error={save.error} />}
          {save.isSuccess && !form.isDirty() && <Notice tone="good">{t('saved')}</Notice>}
          <Switch
            label={t('routing.enabled')}
            description={t('routing.enabledHint')}
            {...form.getInputProps('enabled', { type: 'checkbox' })}
          />
          <NumberInput
            label={t('routing.timeout')}
            description={t('routing.timeoutHint')}
            suffix=" s"
            min={0}
            max={600}
            allowDecimal={false}
            maw="16rem"
            {...form.getInputProps('returnTimeoutSeconds')}
          />
          <Switch
            label={t('routing.onlyOnline')}
            description={t('routing.onlyOnlineHint')}
            {...form.getInputProps('onlyWhenOnline', { type: 'checkbox' })}
          />
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('save')}
            </Button>
          </Group>
        </form>
      </Panel>
    </div>
  );
}
