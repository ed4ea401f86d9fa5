import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { CallList } from '../../features/calls/call-list';
import { EditContactPage, NewContactPage } from '../../features/contacts/contact-form-page';
import { ContactPage } from '../../features/contacts/contact-page';
import { employeesQuery } from '../../features/employees/queries';
import { recordingCell } from '../recording-cell';
import { useLiveState } from '../signed-in';

const usePeople = () => useQuery(employeesQuery()).data ?? [];

/** A contact with its calls. */
export function ContactRoute() {
  const { t } = useTranslation('calls');
  const id = useParams()['id'] ?? '';
  const live = useLiveState() !== 'offline';
  return (
    <ContactPage
      key={id}
      id={id}
      calls={
        <CallList
          place={id}
          filters={{ contactId: id }}
          label={t('history.title')}
          live={live}
          recordingCell={recordingCell}
        />
      }
    />
  );
}

/** A new contact, whose manager is one of the employees. */
export function NewContactRoute() {
  return <NewContactPage people={usePeople()} />;
}

/** A contact being changed. */
export function EditContactRoute() {
  const id = useParams()['id'] ?? '';
  return <EditContactPage key={id} id={id} people={usePeople()} />;
}
