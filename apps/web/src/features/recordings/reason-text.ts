import { useTranslation } from 'react-i18next';

/** Says by its code why a recording is not there; codes this version does not know stay unsaid. */
export function useReasonText(): (code: string) => string | null {
  const { i18n } = useTranslation();
  return (code) => {
    const text: unknown = i18n.getResource(i18n.language, 'recordings', `reason.${code}`);
    return typeof text === 'string' ? text : null;
  };
}
