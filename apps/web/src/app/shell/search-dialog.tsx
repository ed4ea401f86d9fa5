import { TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ResultBadge } from '../../features/calls/call-marks';
import { useCallParty } from '../../features/calls/call-party';
import { callSearchQuery } from '../../features/calls/queries';
import { contactSearchQuery } from '../../features/contacts/queries';
import { CallButton } from '../../shared/ui/call-button';
import { Dialog } from '../../shared/ui/dialog';
import { Moment } from '../../shared/ui/moment';
import { PhoneNumber } from '../../shared/ui/phone-number';
import { useDebounced } from '../../shared/ui/use-debounced';
import classes from './dialogs.module.css';

const pause = 200;
const shortest = 2;

/** Finds contacts and calls from anywhere; the arrows walk through what was found. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [q, setQ] = useState('');
  useDebounced(text.trim(), pause, setQ);
  const box = useRef<HTMLDivElement>(null);
  const enabled = q.length >= shortest;
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={t('search.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div ref={box} onKeyDown={(event) => walk(event, box.current)}>
        <TextInput
          data-autofocus
          type="search"
          aria-label={t('search.open')}
          placeholder={t('search.hint')}
          size="md"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {enabled ? <Results q={q} onClose={onClose} /> : <p className={classes.hint}>{t('search.start')}</p>}
      </div>
    </Dialog>
  );
}

function Results({ q, onClose }: { q: string; onClose: () => void }) {
  const { t } = useTranslation();
  const contacts = useQuery({ ...contactSearchQuery(q), placeholderData: keepPreviousData });
  const calls = useQuery({ ...callSearchQuery(q), placeholderData: keepPreviousData });
  const partyOf = useCallParty();
  const found = (contacts.data?.length ?? 0) + (calls.data?.length ?? 0);
  return (
    <>
      <p role="status" className={classes.hint}>
        {contacts.isPending || calls.isPending ? t('loading') : t('search.found', { count: found })}
      </p>
      <Group title={t('nav.contacts')} show={Boolean(contacts.data?.length)}>
        {contacts.data?.map((contact) => (
          <li key={contact.id} className={classes.found}>
            <Link to={`/contacts/${contact.id}`} className={classes.result} onClick={onClose}>
              <span>{contact.name}</span>
              <small>
                {contact.company} {contact.phones[0] && <PhoneNumber number={contact.phones[0].number} />}
              </small>
            </Link>
            {contact.phones[0] && (
              <CallButton
                number={contact.phones[0].number}
                name={contact.name}
                contactId={contact.id}
                onPressed={onClose}
              />
            )}
          </li>
        ))}
      </Group>
      <Group title={t('nav.calls')} show={Boolean(calls.data?.length)}>
        {calls.data?.map((call) => (
          <li key={call.id} className={classes.found}>
            <Link to={`/calls/${call.id}`} className={classes.result} onClick={onClose}>
              <span>{partyOf(call).title}</span>
              <small>
                <Moment at={call.startedAt} /> <ResultBadge call={call} />
              </small>
            </Link>
            {call.externalNumber && (
              <CallButton
                number={call.externalNumber}
                name={call.contactName}
                contactId={call.contactId}
                onPressed={onClose}
              />
            )}
          </li>
        ))}
      </Group>
    </>
  );
}

function Group({ title, show, children }: { title: string; show: boolean; children: ReactNode }) {
  return (
    show && (
      <>
        <h3 className={classes.group}>{title}</h3>
        <ul className={classes.results}>{children}</ul>
      </>
    )
  );
}

/** Up and down move between the field and the results. */
function walk(event: KeyboardEvent, box: HTMLElement | null): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (!box || step === 0) {
    return;
  }
  event.preventDefault();
  const stops = [...box.querySelectorAll<HTMLElement>('input, a')];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops[Math.min(stops.length - 1, Math.max(0, at + step))]?.focus();
}
