import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './tel-handler-offer.module.css';

/** Phones and Safari cannot do it, and browsers let secure pages only. */
const canRegister = (): boolean =>
  window.isSecureContext && typeof (navigator as Partial<Navigator>).registerProtocolHandler === 'function';

/** Offers to open `tel:` links of other pages here; the browser itself asks whether that is wanted. */
export function TelHandlerOffer() {
  const { t } = useTranslation('callRequests');
  const [asked, setAsked] = useState<'yes' | 'refused' | null>(null);
  if (!canRegister()) {
    return null;
  }
  const register = (): void => {
    try {
      navigator.registerProtocolHandler('tel', `${window.location.origin}/dial?number=%s`);
      setAsked('yes');
    } catch {
      setAsked('refused');
    }
  };
  return (
    <div className={classes.offer}>
      <p>{t('telLinks.text')}</p>
      <Button size="xs" variant="default" onClick={register}>
        {t('telLinks.button')}
      </Button>
      <p role="status">
        {asked === 'yes' && t('telLinks.asked')}
        {asked === 'refused' && t('telLinks.refused')}
      </p>
    </div>
  );
}
