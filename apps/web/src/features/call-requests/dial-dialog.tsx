import { useTranslation } from 'react-i18next';
import { useDialler } from '../../shared/session/dialler';
import { Dialog } from '../../shared/ui/dialog';
import { DialForm } from './dial-form';
import { NoExtensionNotice } from './no-extension-notice';
import { TelHandlerOffer } from './tel-handler-offer';

/** The dial pad; it closes with each call, so it always opens empty. */
export function DialDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('callRequests');
  const { t: common } = useTranslation();
  const dial = useDialler();
  return (
    <Dialog
      onClose={onClose}
      size="22rem"
      title={t('pad.title')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <NoExtensionNotice />
      <DialForm
        onCall={(number) => {
          onClose();
          dial({ number });
        }}
      />
      <TelHandlerOffer />
    </Dialog>
  );
}
