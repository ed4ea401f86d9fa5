import type { CallItem } from '@callboard/contracts';
import { useTranslation } from 'react-i18next';
import { formatPhone } from '../../shared/format/phone';

export interface CallParty {
  /** A name, else the number, else that it is hidden. */
  title: string;
  /** Company and number that the title leaves unsaid. */
  company: string | null;
  number: string | null;
}

type Named = Pick<CallItem, 'contactName' | 'contactCompany' | 'externalNumber' | 'externalNumberRaw'>;

/** Says who is at the other end of a call. */
export function useCallParty(): (call: Named) => CallParty {
  const { t } = useTranslation('calls');

  return (call) => {
    const raw = call.externalNumber ?? call.externalNumberRaw;
    const number = raw ? formatPhone(raw) : null;
    if (call.contactName) {
      const company = call.contactCompany === call.contactName ? null : call.contactCompany;
      return { title: call.contactName, company, number };
    }
    return { title: number ?? t('hiddenNumber'), company: null, number: null };
  };
}
