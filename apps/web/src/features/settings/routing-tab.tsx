import { routingSettings, type RoutingSettings, type ZadarmaSettings } from '@callboard/contracts';
import { NumberInput, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useSchemaCheck } from '../../shared/ui/schema-check';
import { SectionForm } from './settings-form';
import classes from './settings.module.css';

/** Whether and how a known customer's call goes to the manager. */
export function RoutingTab({ settings }: { settings: ZadarmaSettings }) {
  const { t } = useTranslation('settings');
  const form = useForm<RoutingSettings>({
    initialValues: settings.routing,
    validate: useSchemaCheck(routingSettings),
  });
  return (
    <div className={classes.narrow}>
      <SectionForm title={t('routing.title')} form={form} bodyOf={(routing) => ({ routing })}>
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
          classNames={{ wrapper: classes.short }}
          {...form.getInputProps('returnTimeoutSeconds')}
        />
        <Switch
          label={t('routing.onlyOnline')}
          description={t('routing.onlyOnlineHint')}
          {...form.getInputProps('onlyWhenOnline', { type: 'checkbox' })}
        />
      </SectionForm>
    </div>
  );
}
