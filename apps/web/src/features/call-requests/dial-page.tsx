import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { type Callee, useDialler } from '../../shared/session/dialler';
import { Page } from '../../shared/ui/page';
import { Panel } from '../../shared/ui/panel';
import { DialForm } from './dial-form';
import classes from './dial-page.module.css';
import { NoExtensionNotice } from './no-extension-notice';
import { isSameSpelling, numberOfLink } from './phone-text';

interface DialPageProps {
  /** As the `number=` of the link gives it: a number or a whole `tel:` address. */
  given: string;
  /** Whose number it is, if a contact has it. */
  contact: Pick<Callee, 'name' | 'contactId'> | null;
}

/** Where links to numbers lead; asks first, since a link must never ring a phone by itself. */
export function DialPage({ given, contact }: DialPageProps) {
  const { t } = useTranslation('callRequests');
  const dial = useDialler();
  const navigate = useNavigate();
  const number = numberOfLink(given);
  const call = (to: string): void => {
    dial({ number: to, ...(isSameSpelling(to, number) ? contact : null) });
    // Opened again, the page would ask for a call that has been made.
    void navigate('/calls', { replace: true });
  };
  return (
    <Page title={t('page.title')} narrow>
      <div className={classes.column}>
        <Panel>
          <p className={classes.text}>{number ? t('page.ask') : t('page.empty')}</p>
          <NoExtensionNotice />
          {contact?.name && <p className={classes.who}>{contact.name}</p>}
          <DialForm key={number} initial={number} keypad={number === ''} onCall={call} />
          <Button component={Link} to="/calls" replace variant="default" fullWidth mt="xs">
            {t('page.cancel')}
          </Button>
        </Panel>
      </div>
    </Page>
  );
}
