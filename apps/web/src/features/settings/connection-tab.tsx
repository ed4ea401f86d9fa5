import type { ZadarmaSettings } from '@callboard/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ConnectionForm, type ConnectionFormHandle } from './connection-form';
import { ConnectionTestPanel } from './connection-test-panel';
import { isOtherAccount, saveZadarmaMutation, testConnectionMutation } from './queries';
import classes from './settings.module.css';
import { WebhookPanel } from './webhook-panel';

/** Address and keys of the account, whether they work, and where Zadarma sends its notifications. */
export function ConnectionTab({ settings }: { settings: ZadarmaSettings }) {
  const form = useRef<ConnectionFormHandle>(null);
  const test = useMutation(testConnectionMutation());
  const save = useMutation({
    ...saveZadarmaMutation(useQueryClient()),
    onMutate: (body) => isOtherAccount(settings, body) && test.reset(),
  });
  const saveIfChanged = async () => (await form.current?.saveIfChanged()) ?? false;
  const saveAndTest = async (): Promise<void> => {
    test.reset();
    if (await saveIfChanged()) {
      test.mutate();
    }
  };
  return (
    <div className={classes.columns}>
      <ConnectionForm
        ref={form}
        settings={settings}
        save={save}
        accountZone={test.data?.ok ? test.data.timeZone : null}
      />
      <div className={classes.column}>
        <ConnectionTestPanel
          result={test.data}
          error={test.error}
          pending={test.isPending || save.isPending}
          onTest={() => void saveAndTest()}
        />
        <WebhookPanel
          webhookUrl={settings.webhookUrl}
          ready={settings.secretIsSet && settings.key !== ''}
          saveFirst={saveIfChanged}
        />
      </div>
    </div>
  );
}
