import type { Contact } from '@callboard/contracts';
import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CallButton } from '../../shared/ui/call-button';
import { Page } from '../../shared/ui/page';
import { Panel } from '../../shared/ui/panel';
import { PhoneLink } from '../../shared/ui/phone-number';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import classes from './contact-page.module.css';
import { contactQuery } from './queries';

interface ContactPageProps {
  id: string;
  /** The list of the contact's calls. */
  calls: ReactNode;
}

/** A customer with numbers, manager and calls. */
export function ContactPage({ id, calls }: ContactPageProps) {
  const { t } = useTranslation('contacts');
  const { data: contact, error, refetch } = useQuery(contactQuery(id));
  const back = <Link to="/contacts">{t('back')}</Link>;
  if (!contact) {
    return (
      <Page title={t('contact')} above={back}>
        {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Skeleton height={280} />}
      </Page>
    );
  }
  return (
    <Page
      title={contact.name}
      above={back}
      actions={
        <Button variant="default" component={Link} to={`/contacts/${id}/edit`}>
          {t('edit')}
        </Button>
      }
    >
      <Panel>
        <Facts contact={contact} />
      </Panel>
      <h2 className={classes.heading}>{t('calls')}</h2>
      {calls}
    </Page>
  );
}

function Facts({ contact }: { contact: Contact }) {
  const { t } = useTranslation('contacts');
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('field.company')}</dt>
        <dd>{contact.company ?? t('none')}</dd>
      </div>
      <div>
        <dt>{t('field.manager')}</dt>
        <dd>{contact.managerName ?? t('noManager')}</dd>
      </div>
      <div>
        <dt>{t('field.phones')}</dt>
        <dd>
          {contact.phones.length === 0 && t('none')}
          {contact.phones.map((phone) => (
            <div key={phone.number}>
              <PhoneLink number={phone.number} />{' '}
              <CallButton number={phone.number} name={contact.name} contactId={contact.id} />
              {phone.label && <span className={classes.dim}> {phone.label}</span>}
            </div>
          ))}
        </dd>
      </div>
    </dl>
  );
}
