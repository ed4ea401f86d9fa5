import { webrtcSettings, type WebrtcSettings, type ZadarmaSettings } from '@callboard/contracts';
import { NativeSelect, Switch, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useSchemaCheck } from '../../shared/ui/schema-check';
import { SectionForm } from './settings-form';
import classes from './settings.module.css';
import { WebrtcDomainPanel } from './webrtc-domain-panel';

const shapes = ['square', 'rounded'] as const satisfies readonly WebrtcSettings['shape'][];
const positions = [
  'top_left',
  'top_right',
  'bottom_right',
  'bottom_left',
] as const satisfies readonly WebrtcSettings['position'][];

/** The form keeps the script addresses as text, one a line. */
type Draft = Omit<WebrtcSettings, 'scriptUrls'> & { scriptUrls: string };

const bodyOf = ({ scriptUrls, ...rest }: Draft): WebrtcSettings => ({
  ...rest,
  scriptUrls: scriptUrls
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean),
});

/** The phone in the browser: whether it is offered, how it looks, and where Zadarma lets it run. */
export function WebrtcTab({ settings }: { settings: ZadarmaSettings }) {
  return (
    <div className={`${classes.narrow} ${classes.column}`}>
      <WebrtcForm webrtc={settings.webrtc} />
      <WebrtcDomainPanel ready={settings.key !== '' && settings.secretIsSet} />
    </div>
  );
}

function WebrtcForm({ webrtc }: { webrtc: WebrtcSettings }) {
  const { t } = useTranslation('settings');
  const check = useSchemaCheck(webrtcSettings);
  const form = useForm<Draft>({
    initialValues: { ...webrtc, scriptUrls: webrtc.scriptUrls.join('\n') },
    // A wrong line is a wrong field: which line it was can be seen.
    validate: (draft) =>
      Object.fromEntries(
        Object.entries(check(bodyOf(draft))).map(([path, text]) => [path.split('.')[0] ?? path, text]),
      ),
  });
  return (
    <SectionForm title={t('webrtc.title')} form={form} bodyOf={(draft) => ({ webrtc: bodyOf(draft) })}>
      <Switch
        label={t('webrtc.enabled')}
        description={t('webrtc.enabledHint')}
        {...form.getInputProps('enabled', { type: 'checkbox' })}
      />
      <Textarea
        label={t('webrtc.scripts')}
        description={t('webrtc.scriptsHint')}
        autosize
        minRows={2}
        {...form.getInputProps('scriptUrls')}
      />
      <div className={classes.pair}>
        <NativeSelect
          label={t('webrtc.shape')}
          data={shapes.map((value) => ({ value, label: t(`webrtc.${value}`) }))}
          {...form.getInputProps('shape')}
        />
        <NativeSelect
          label={t('webrtc.position')}
          data={positions.map((value) => ({ value, label: t(`webrtc.${value}`) }))}
          {...form.getInputProps('position')}
        />
      </div>
    </SectionForm>
  );
}
