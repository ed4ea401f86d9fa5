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

/** How long after a press its click may still be on its way (ms). */
const clickDelay = 300;

/** The place of the corner as the focus moves, the page scrolls and the field grows; never changed under a press. */
export function useCornerPlace(corner: RefObject<HTMLElement | null>): CornerPlace {
  const [place, setPlace] = useState<CornerPlace>('whole');
  useEffect(() => {
    let isPressed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = (): void => {
      if (!isPressed) {
        const field = filledIn(corner.current);
        setPlace(cornerPlace(field?.getBoundingClientRect() ?? null, window.innerWidth));
      }
    };
    const press = (): void => {
      clearTimeout(timer);
      isPressed = true;
    };
    const release = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        isPressed = false;
        settle();
      }, clickDelay);
    };
    const listeners = Object.entries({
      focusin: settle,
      // Between two fields nothing has the focus for a moment.
      focusout: ({ relatedTarget }: Event & { relatedTarget?: unknown }) => relatedTarget ?? settle(),
      input: settle,
      scroll: settle,
      resize: settle,
      pointerdown: press,
      pointerup: release,
      pointercancel: release,
    });
    listeners.forEach(([name, listener]) => window.addEventListener(name, listener, true));
    return () => {
      clearTimeout(timer);
      listeners.forEach(([name, listener]) => window.removeEventListener(name, listener, true));
    };
  }, [corner]);
  return place;
}

/** The text field, or other part of a form, that has the focus. */
function filledIn(corner: HTMLElement | null): Element | null {
  const focused = document.activeElement;
  return focused?.matches(':read-write, form *') && !corner?.contains(focused) ? focused : null;
}
