import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDialler } from '../../shared/session/dialler';
import { useViewer } from '../../shared/session/viewer';
import { Notice } from '../../shared/ui/notice';
import { DialForm } from './dial-form';
import { TelHandlerOffer } from './tel-handler-offer';

/** The dial pad; it closes with each call, so it always opens empty. */
export function DialDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('callRequests');
  const { t: common } = useTranslation();
  const dial = useDialler();
  return (
    <Modal
      opened
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
    </Modal>
  );
}

/** Says beforehand that the PBX will not know which phone to ring. */
export function NoExtensionNotice() {
  const { t } = useTranslation('callRequests');
  return (
    useViewer().extensions.length === 0 && (
      <Notice tone="warn" title={t('failure.no_extension.title')}>
        {t('failure.no_extension.help')}
      </Notice>
    )
  );
}
