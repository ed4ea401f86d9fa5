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
    const spelling = call.externalNumber ?? call.externalNumberRaw;
    const number = spelling && saysWho(spelling) ? formatPhone(spelling) : null;
    if (call.contactName) {
      const company = call.contactCompany === call.contactName ? null : call.contactCompany;
      return { title: call.contactName, company, number };
    }
    return { title: number ?? t('hiddenNumber'), company: null, number: null };
  };
}

/** A PBX writes `anonymous` and the like where there is no number; an address without digits is one all the same. */
const saysWho = (spelling: string): boolean => /[\d@]/.test(spelling);
