import { VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCallParty } from '../features/calls/call-party';
import { RecentCalls } from '../features/calls/recent-calls';
import { contactsOfNumberQuery } from '../features/contacts/queries';
import { PopCard } from '../features/live/pop-card';
import type { Pop } from '../features/live/pops';
import { useRingSound } from '../features/live/ring-sound';
import { useAltKey } from '../shared/ui/use-alt-key';
import classes from './shell/shell.module.css';

interface ScreenPopsProps {
  pops: readonly Pop[];
  onDismiss: (id: string) => void;
  /** Only one tab makes sounds. */
  audible: boolean;
}

/** Incoming calls over every screen: announced at once, never taking the focus; Alt+P goes there. */
export function ScreenPops({ pops, onDismiss, audible }: ScreenPopsProps) {
  const { t } = useTranslation();
  const partyOf = useCallParty();
  const region = useRef<HTMLElement>(null);
  const ringing = pops.filter((pop) => !pop.outcome);
  const newest = ringing.at(-1)?.call;
  const announced =
    newest &&
    t('pop.announce', { name: [partyOf(newest).title, newest.contactCompany].filter(Boolean).join(', ') });
  useAltKey('P', () => region.current?.querySelector<HTMLElement>('a, button')?.focus());
  useRingSound(audible && ringing.length > 0);
  useTitleFlash(announced);
  return (
    <>
      <VisuallyHidden aria-live="assertive" data-testid="incoming-announcement">
        {announced}
      </VisuallyHidden>
      <section ref={region} aria-label={t('pop.region')} className={`${classes.stack} ${classes.pops}`}>
        {pops.map((pop) => (
          <Card key={pop.call.id} pop={pop} onDismiss={onDismiss} />
        ))}
      </section>
    </>
  );
}

function Card({ pop, onDismiss }: { pop: Pop; onDismiss: (id: string) => void }) {
  const number = pop.call.externalNumber;
  const contacts = useQuery({ ...contactsOfNumberQuery(number ?? ''), enabled: number !== null });
  const title = useCallParty()(pop.call).title;
  return (
    <PopCard
      pop={pop}
      title={title}
      contacts={contacts.data ?? []}
      history={number && <RecentCalls phone={number} except={pop.call.id} />}
      onDismiss={onDismiss}
    />
  );
}

/** Says it in the tab's title too while another window is in front. */
function useTitleFlash(text: string | undefined): void {
  useEffect(() => {
    if (!text || !document.hidden) {
      return;
    }
    const before = document.title;
    document.title = `☎ ${text}`;
    return () => {
      document.title = before;
    };
  }, [text]);
}
