import type { Contact } from '@callboard/contracts';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CallButton } from '../../shared/ui/call-button';
import { PhoneNumber } from '../../shared/ui/phone-number';
import classes from './contacts-page.module.css';
import { MoreNumbers } from './more-numbers';

const rowHeight = 44;
const readAhead = 20;

interface ContactTableProps {
  contacts: readonly Contact[];
  hasMore: boolean;
  onMore: () => void;
}

/** Contacts as a table of which only the visible rows exist. */
export function ContactTable({ contacts, hasMore, onMore }: ContactTableProps) {
  const { t } = useTranslation('contacts');
  const body = useRef<HTMLDivElement>(null);
  const margin = body.current?.offsetTop ?? 0;
  const virtualizer = useWindowVirtualizer({
    count: contacts.length,
    estimateSize: () => rowHeight,
    getItemKey: (index) => contacts[index]?.id ?? index,
    scrollMargin: margin,
    overscan: 15,
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= contacts.length - readAhead) {
      onMore();
    }
  }, [hasMore, lastShown, onMore, contacts.length]);
  return (
    <div role="table" aria-label={t('title')} aria-rowcount={hasMore ? -1 : contacts.length + 1}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={classes.head}>
          <span role="columnheader">{t('field.name')}</span>
          <span role="columnheader">{t('field.company')}</span>
          <span role="columnheader">{t('field.phones')}</span>
          <span role="columnheader">{t('field.manager')}</span>
        </div>
      </div>
      <div role="rowgroup" ref={body} className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const contact = contacts[item.index];
          return (
            contact && (
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                data-index={item.index}
                ref={virtualizer.measureElement}
                className={classes.row}
                style={{ transform: `translateY(${item.start - margin}px)` }}
              >
                <ContactCells contact={contact} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function ContactCells({ contact }: { contact: Contact }) {
  const [first, ...more] = contact.phones;
  return (
    <>
      <span role="cell">
        <Link to={`/contacts/${contact.id}`} className={classes.link}>
          {contact.name}
        </Link>
      </span>
      <span role="cell" className={classes.dim}>
        {contact.company}
      </span>
      <span role="cell">
        {first && (
          <>
            <PhoneNumber number={first.number} />{' '}
            <CallButton number={first.number} name={contact.name} contactId={contact.id} />
          </>
        )}
        {more.length > 0 && <MoreNumbers contact={contact} phones={more} />}
      </span>
      <span role="cell" className={classes.dim}>
        {contact.managerName}
      </span>
    </>
  );
}
