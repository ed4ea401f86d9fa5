import type { Me } from '@callboard/contracts';
import { createContext, useContext } from 'react';

const ViewerContext = createContext<Me | null>(null);

/** Gives the signed-in employee to the screens below. */
export const ViewerProvider = ViewerContext.Provider;

/** The signed-in employee; only for screens behind the sign-in. */
export function useViewer(): Me {
  const viewer = useContext(ViewerContext);
  if (!viewer) {
    throw new Error('useViewer is used outside the signed-in part');
  }
  return viewer;
}
