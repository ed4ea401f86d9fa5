import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/** A dialog that is open while it is mounted; once it is gone, the focus is back where it was opened from. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const isLost = !document.activeElement || document.activeElement === document.body;
      if (isLost && opener instanceof HTMLElement) {
        opener.focus({ preventScroll: true });
      }
    },
    [opener],
  );
  return <Modal opened {...props} />;
}
