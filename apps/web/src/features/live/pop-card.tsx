import { Button } from '@mantine/core';
import { IconPhoneIncoming } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CallButton } from '../../shared/ui/call-button';
import { CornerActions, CornerCard } from '../../shared/ui/corner-card';
import { PhoneLink, PhoneNumber } from '../../shared/ui/phone-number';
import classes from './pop-card.module.css';
import type { Pop } from './pops';
import { usePopTimeout } from './use-pops';

/** A contact that has the caller's number. */
export interface PopContact {
  id: string;
  name: string;
  company: string | null;
  managerName: string | null;
}

interface PopCardProps {
  pop: Pop;
  title: string;
  contacts: readonly PopContact[];
  /** The last calls of the number. */
  history: ReactNode;
  onDismiss: (id: string) => void;
}

/** An incoming call: who, on which line, whose customer, and where to go from here. */
export function PopCard({ pop, title, contacts, history, onDismiss }: PopCardProps) {
  const { t } = useTranslation();
  const { call, outcome } = pop;
  usePopTimeout(pop, onDismiss);
  return (
    <CornerCard
      label={t('pop.label', { name: title })}
      tone={tones[outcome ?? 'ringing']}
      icon={<IconPhoneIncoming size={20} stroke={1.9} aria-hidden />}
      state={outcome ? <Outcome pop={pop} /> : t('pop.ringing')}
      name={title}
      about={<About pop={pop} title={title} />}
      actions={
        // Somebody who rings is answered, not called back.
        outcome &&
        call.externalNumber && (
          <CallButton number={call.externalNumber} name={call.contactName} contactId={call.contactId} />
        )
      }
      closeLabel={t('pop.close')}
      onClose={() => onDismiss(call.id)}
    >
      {!outcome && (
        <>
          <Facts pop={pop} contacts={contacts} />
          {history}
          <Actions pop={pop} contacts={contacts} />
        </>
      )}
    </CornerCard>
  );
}

const tones = { ringing: 'warn', answered: 'good', ended: 'still' } as const;

function About({ pop: { call }, title }: Pick<PopCardProps, 'pop' | 'title'>) {
  return (
    <>
      {call.contactCompany && call.contactCompany !== title && (
        <p className={classes.company}>{call.contactCompany}</p>
      )}
      {call.contactName && call.externalNumber && (
        <p>
          <PhoneLink number={call.externalNumber} />
        </p>
      )}
    </>
  );
}

function Outcome({ pop: { call, outcome } }: { pop: Pop }) {
  const { t } = useTranslation();
  if (outcome === 'ended') {
    return call.status === 'answered' ? t('pop.ended') : t('pop.missed');
  }
  const who = call.employeeName ?? (call.extension ? t('pop.extension', { number: call.extension }) : null);
  return who ? t('pop.answeredBy', { name: who }) : t('pop.answered');
}

function Facts({ pop: { call, extension }, contacts }: Pick<PopCardProps, 'pop' | 'contacts'>) {
  const { t } = useTranslation();
  const manager = contacts.find((contact) => contact.id === call.contactId)?.managerName;
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('pop.line')}</dt>
        <dd>
          {call.lineNumber && <PhoneNumber number={call.lineNumber} />} → {extension}
        </dd>
      </div>
      {manager && (
        <div>
          <dt>{t('pop.manager')}</dt>
          <dd>{manager}</dd>
        </div>
      )}
    </dl>
  );
}

function Actions({ pop: { call }, contacts }: Pick<PopCardProps, 'pop' | 'contacts'>) {
  const { t } = useTranslation();
  const others = contacts.filter((contact) => contact.id !== call.contactId);
  const choices = call.contactId ? others : contacts;
  return (
    <>
      {choices.length > 0 && (
        <ul className={classes.others}>
          {choices.map((contact) => (
            <li key={contact.id}>
              <Link to={`/contacts/${contact.id}`}>
                {[contact.name, contact.company].filter(Boolean).join(' · ')}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <CornerActions>
        {call.contactId && (
          <Button component={Link} to={`/contacts/${call.contactId}`}>
            {t('pop.openContact')}
          </Button>
        )}
        {!call.contactId && call.externalNumber && contacts.length === 0 && (
          <Button component={Link} to={`/contacts/new?phone=${encodeURIComponent(call.externalNumber)}`}>
            {t('pop.createContact')}
          </Button>
        )}
        <Button variant="default" component={Link} to={`/calls/${call.id}`}>
          {t('pop.openCall')}
        </Button>
      </CornerActions>
    </>
  );
}
