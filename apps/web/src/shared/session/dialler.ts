import { createContext, useContext } from 'react';

/** Somebody to call. */
export interface Callee {
  /** In any spelling. */
  number: string;
  /** What the caller's screen says while it rings; the number without. */
  name?: string | null | undefined;
  contactId?: string | null | undefined;
}

const DiallerContext = createContext<((callee: Callee) => void) | null>(null);

/** Gives the screens below a way to call. */
export const DiallerProvider = DiallerContext.Provider;

/** Asks the PBX to connect the viewer's phone with somebody; what becomes of it shows over every screen. */
export function useDialler(): (callee: Callee) => void {
  const dial = useContext(DiallerContext);
  if (!dial) {
    throw new Error('useDialler is used outside the signed-in part');
  }
  return dial;
}
