import { useEffect, useReducer, useState } from 'react';
import type { CallItem, CallRinging } from '@callboard/contracts';
import { changed, dismissed, noPops, type Pop, type Pops, ringing } from './pops';

/** How long a pop still says who answered. */
const farewell = 6_000;
/** A call that never ends must not stay on the screen for ever. */
const longestRing = 180_000;

type Action =
  | { type: 'ringing'; event: CallRinging }
  | { type: 'changed'; call: CallItem }
  | { type: 'dismissed'; id: string };

function reduce(pops: Pops, action: Action): Pops {
  switch (action.type) {
    case 'ringing':
      return ringing(pops, action.event);
    case 'changed':
      return changed(pops, action.call);
    case 'dismissed':
      return dismissed(pops, action.id);
  }
}

/** The incoming calls on the screen, and what moves them. */
export function usePops() {
  const [pops, dispatch] = useReducer(reduce, noPops);
  // They stay the same, so that what happens to one call does not begin the time of another's pop anew.
  const [handlers] = useState(() => ({
    onRinging: (event: CallRinging) => dispatch({ type: 'ringing', event }),
    onChanged: (call: CallItem) => dispatch({ type: 'changed', call }),
    onDismiss: (id: string) => dispatch({ type: 'dismissed', id }),
  }));
  return { shown: pops.shown, ...handlers };
}

/** Takes a pop off the screen when its time is over. */
export function usePopTimeout({ call, outcome }: Pop, onDismiss: (id: string) => void): void {
  const { id } = call;
  useEffect(() => {
    const timer = setTimeout(() => onDismiss(id), outcome ? farewell : longestRing);
    return () => clearTimeout(timer);
  }, [id, outcome, onDismiss]);
}
