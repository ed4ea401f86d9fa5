import { Button, Group, Modal, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { BusyButton } from '../../shared/ui/busy-button';
import { Page } from '../../shared/ui/page';
import { Panel } from '../../shared/ui/panel';
import type { Person } from '../../shared/ui/person';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { draftOf, newDraft } from './contact-draft';
import { ContactForm } from './contact-form';
import { contactQuery, removeContactMutation } from './queries';

interface NewContactPageProps {
  people: readonly Person[];
}

/** Creates a contact; `?phone=` fills in the number, so that other systems can link here. */
export function NewContactPage({ people }: NewContactPageProps) {
  const { t } = useTranslation('contacts');
  const [address] = useSearchParams();
  const navigate = useNavigate();
  const phone = address.get('phone');
  return (
    <Page title={t('newContact')} narrow>
      <Panel>
        <ContactForm
          key={phone}
          draft={`contact.new.${phone ?? ''}`}
          initial={newDraft(phone)}
          people={people}
          onSaved={(contact) => void navigate(`/contacts/${contact.id}`, { replace: true })}
          backTo="/contacts"
        />
      </Panel>
    </Page>
  );
}

/** Changes or removes a contact. */
export function EditContactPage({ id, people }: NewContactPageProps & { id: string }) {
  const { t } = useTranslation('contacts');
  const { data: contact, error, refetch } = useQuery(contactQuery(id));
  const navigate = useNavigate();
  return (
    <Page
      title={contact ? t('editName', { name: contact.name }) : t('edit')}
      narrow
      actions={contact && <RemoveButton id={id} name={contact.name} />}
    >
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!contact && !error && <Skeleton height={280} />}
      {contact && (
        <Panel>
          <ContactForm
            draft={`contact.${id}`}
            id={id}
            initial={draftOf(contact)}
            people={people}
            onSaved={() => void navigate(`/contacts/${id}`, { replace: true })}
            backTo={`/contacts/${id}`}
          />
        </Panel>
      )}
    </Page>
  );
}

function RemoveButton({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('contacts');
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const remove = useMutation(removeContactMutation(id, useQueryClient()));
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('removeName', { name })}
        closeButtonProps={{ 'aria-label': t('cancel') }}
      >
        <p>{t('removeText')}</p>
        {remove.error && <ProblemNotice error={remove.error} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('cancel')}
          </Button>
          <BusyButton
            color="red.9"
            loading={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: () => void navigate('/contacts') })}
          >
            {t('remove')}
          </BusyButton>
        </Group>
      </Modal>
    </>
  );
}
