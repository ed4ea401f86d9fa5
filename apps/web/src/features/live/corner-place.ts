import { type RefObject, useEffect, useState } from 'react';

/** Cards stand whole in their corner, or each as a line at the top or the bottom, clear of what is being written. */
export type CornerPlace = 'whole' | 'top' | 'bottom';

/** How far the whole cards reach in from the right, and the lines down from the top (px). */
const reach = { left: 432, down: 176 };

/** Where the cards stand while a field of these bounds on the screen is written in, or none is. */
export function cornerPlace(
  field: { readonly top: number; readonly right: number } | null,
  screenWidth: number,
): CornerPlace {
  if (!field || field.right < screenWidth - reach.left) {
    return 'whole';
  }
  return field.top < reach.down ? 'bottom' : 'top';
}

/** The place of the corner as the focus moves, the page scrolls and the field grows. */
export function useCornerPlace(corner: RefObject<HTMLElement | null>): CornerPlace {
  const [place, setPlace] = useState<CornerPlace>('whole');
  useEffect(() => {
    const settle = (): void => {
      const field = fieldOutside(corner.current);
      // A press takes the focus out of the field; what is being pressed must not move.
      if (field || !isInUse(corner.current)) {
        setPlace(cornerPlace(field?.getBoundingClientRect() ?? null, window.innerWidth));
      }
    };
    const leave = ({ relatedTarget }: FocusEvent): void => {
      if (!relatedTarget) {
        settle();
      }
    };
    const events = ['focusin', 'pointerover', 'input', 'scroll'] as const;
    events.forEach((name) => document.addEventListener(name, settle, { passive: true }));
    document.addEventListener('focusout', leave);
    window.addEventListener('resize', settle);
    return () => {
      events.forEach((name) => document.removeEventListener(name, settle));
      document.removeEventListener('focusout', leave);
      window.removeEventListener('resize', settle);
    };
  }, [corner]);
  return place;
}

function fieldOutside(corner: HTMLElement | null): Element | null {
  const focused = document.activeElement;
  return focused?.matches(':read-write') && !corner?.contains(focused) ? focused : null;
}

const isInUse = (corner: HTMLElement | null): boolean =>
  corner !== null && (corner.matches(':hover') || corner.contains(document.activeElement));
