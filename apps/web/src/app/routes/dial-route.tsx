import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { DialPage } from '../../features/call-requests/dial-page';
import { numberOfLink } from '../../features/call-requests/phone-text';
import { contactsOfNumberQuery } from '../../features/contacts/queries';

/** The number of the address, and whose it is. */
export function DialRoute() {
  const given = useSearchParams()[0].get('number') ?? '';
  const number = numberOfLink(given);
  const { data: contacts } = useQuery({ ...contactsOfNumberQuery(number), enabled: number !== '' });
  const [first] = contacts ?? [];
  return <DialPage given={given} contact={first ? { name: first.name, contactId: first.id } : null} />;
}
