import type { CallItem } from '@callboard/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { type FocusEvent, type PointerEvent, useState } from 'react';
import { heldOrder, waitingCalls } from './held-order';
import { ledgerOf } from './ledger';

interface HeldOrder {
  /** The calls as they are to be drawn. */
  shown: readonly CallItem[];
  /** The calls that wait to be drawn, newest first. */
  waiting: readonly CallItem[];
  showAll: () => void;
  /** For the element around the rows and all that belongs to them. */
  zone: {
    onPointerOver: (event: PointerEvent) => void;
    onPointerLeave: () => void;
    onFocus: (event: FocusEvent) => void;
    onBlur: (event: FocusEvent) => void;
  };
}

/**
 * Keeps the rows where they are while somebody may be about to press one: with the pointer over them or the keyboard
 * among them. A finger announces nothing, and a focus that only a press left behind aims at nothing.
 */
export function useHeldOrder(calls: readonly CallItem[]): HeldOrder {
  const client = useQueryClient();
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const isHeld = isPointed || isFocused;
  const [last, setLast] = useState({ calls, isHeld, shown: calls });
  if (last.calls !== calls || last.isHeld !== isHeld) {
    const shown = isHeld ? heldOrder(last.shown, calls, ledgerOf(client).newest) : calls;
    setLast({ calls, isHeld, shown });
  }
  return {
    shown: last.shown,
    waiting: waitingCalls(last.shown, calls),
    showAll: () => setLast({ calls, isHeld, shown: calls }),
    zone: {
      // Not `enter`, of which React tells nothing when the rows come to be drawn under a pointer that rests.
      onPointerOver: ({ pointerType }) => setPointed(pointerType !== 'touch'),
      onPointerLeave: () => setPointed(false),
      onFocus: ({ target }) => setFocused(target.matches(':focus-visible')),
      onBlur: ({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) {
          setFocused(false);
        }
      },
    },
  };
}
