import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem';

/**
 * Says a failure in the viewer's language by its code; unknown codes fall back to the server's words. Where the PBX
 * refused something, its own words follow: nobody can say more about the reason.
 */
export function useProblemText(): (error: unknown) => string {
  const { t, i18n } = useTranslation('problems');
  return (error) => {
    if (!(error instanceof ApiProblem)) {
      return t('unexpected');
    }
    const known = knownText(i18n.getResource(i18n.language, 'problems', error.code));
    const { pbxMessage } = error.details;
    return known !== undefined && typeof pbxMessage === 'string'
      ? `${known} ${t('pbxSaid', { words: pbxMessage })}`
      : (known ?? error.detail ?? t('unexpected'));
  };
}

const knownText = (resource: unknown): string | undefined =>
  typeof resource === 'string' ? resource : undefined;
