import { useState } from 'react';

const storageKey = 'callboard.phone';

const wasOpen = (): boolean => localStorage.getItem(storageKey) === 'open';

/**
 * Whether the dock is open: as the viewer left it, but open while the phone is engaged, since that is where calls are
 * answered. Afterwards it goes back, where the end of the call is known.
 */
export function useOpening(engaged: boolean, endIsKnown: boolean): [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(wasOpen);
  const [before, setBefore] = useState(engaged);
  if (engaged !== before) {
    setBefore(engaged);
    setOpen(engaged || (endIsKnown ? wasOpen() : open));
  }
  return [
    open,
    (next) => {
      if (!engaged) {
        localStorage.setItem(storageKey, next ? 'open' : 'closed');
      }
      setOpen(next);
    },
  ];
}
