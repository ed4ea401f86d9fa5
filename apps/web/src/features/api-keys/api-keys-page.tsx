import type { ApiKey } from '@callboard/contracts';
import { Button, Code, Group, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../shared/ui/busy-button';
import { Dialog } from '../../shared/ui/dialog';
import { Empty } from '../../shared/ui/empty';
import { Moment } from '../../shared/ui/moment';
import { Page } from '../../shared/ui/page';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { Sheet } from '../../shared/ui/sheet';
import { CreateKeyDialog } from './create-key-dialog';
import { apiKeysQuery, revokeApiKeyMutation } from './queries';

/** Keys with which other systems read and write. */
export function ApiKeysPage() {
  const { t } = useTranslation('people');
  const { data, error, refetch } = useQuery(apiKeysQuery());
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <Page
      title={t('keys.title')}
      actions={<Button onClick={() => setCreating(true)}>{t('keys.create')}</Button>}
    >
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={200} />}
      {data?.length === 0 && <Empty title={t('keys.emptyTitle')}>{t('keys.emptyText')}</Empty>}
      {data && data.length > 0 && (
        <Sheet
          label={t('keys.title')}
          columns={[
            t('field.keyName'),
            t('field.prefix'),
            t('field.scope'),
            t('field.created'),
            t('field.lastUsed'),
            t('field.actions'),
          ]}
        >
          {data.map((key) => (
            <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
          ))}
        </Sheet>
      )}
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} />}
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  );
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { t } = useTranslation('people');
  return (
    <tr>
      <th scope="row">{apiKey.name}</th>
      <td>
        <Code>{apiKey.prefix}…</Code>
      </td>
      <td>{t(`scope.${apiKey.scope}`)}</td>
      <td data-label={t('field.created')}>
        <Moment at={apiKey.createdAt} />
      </td>
      <td data-label={t('field.lastUsed')}>
        {apiKey.lastUsedAt ? <Moment at={apiKey.lastUsedAt} /> : t('keys.neverUsed')}
      </td>
      <td>
        <Button
          size="xs"
          variant="default"
          onClick={onRevoke}
          aria-label={t('keys.revokeName', { name: apiKey.name })}
        >
          {t('keys.revoke')}
        </Button>
      </td>
    </tr>
  );
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation('people');
  const revoke = useMutation(revokeApiKeyMutation(useQueryClient()));
  return (
    <Dialog
      onClose={onClose}
      title={t('keys.revokeTitle', { name: apiKey.name })}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <p>{t('keys.revokeText')}</p>
      {revoke.error && <ProblemNotice error={revoke.error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <BusyButton
          color="red.9"
          loading={revoke.isPending}
          onClick={() => revoke.mutate(apiKey.id, { onSuccess: onClose })}
        >
          {t('keys.revoke')}
        </BusyButton>
      </Group>
    </Dialog>
  );
}
