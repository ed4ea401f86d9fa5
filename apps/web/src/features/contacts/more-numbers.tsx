import type { Contact } from '@callboard/contracts';
import { Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CallButton } from '../../shared/ui/call-button';
import { PhoneNumber } from '../../shared/ui/phone-number';
import classes from './more-numbers.module.css';

interface MoreNumbersProps {
  contact: Contact;
  phones: Contact['phones'];
}

/** The numbers of a contact for which its row has no room, each with its call button. */
export function MoreNumbers({ contact, phones }: MoreNumbersProps) {
  const { t } = useTranslation('contacts');
  return (
    <Popover position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.more}
          aria-label={t('moreNumbers', { count: phones.length, name: contact.name })}
        >
          +{phones.length}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('moreNumbers', { count: phones.length, name: contact.name })}>
        <ul className={classes.numbers}>
          {phones.map(({ number, label }) => (
            <li key={number}>
              <PhoneNumber number={number} />
              <small>{label}</small>
              <CallButton number={number} name={contact.name} contactId={contact.id} />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
