import type { ToPhone } from '@callboard/contracts';

type Position = Extract<ToPhone, { type: 'phone.start' }>['position'];

/** Pixels around the widget for its shadow. */
const air = 12;

/**
 * Pixels of height the widget takes, from the edge of the page at which it stands; null while nothing of it is drawn.
 *
 * What is as large as the page is a sheet that holds the widget, and no part of it.
 */
export function widgetRoom({ document, innerHeight, innerWidth }: Window, position: Position): number | null {
  const boxes = [...document.body.querySelectorAll('*')]
    .filter(isDrawn)
    .map((element) => element.getBoundingClientRect())
    .filter(({ width, height }) => width > 0 && height > 0)
    .filter(({ width, height }) => width < innerWidth || height < innerHeight);
  if (boxes.length === 0) {
    return null;
  }
  const reach = position.startsWith('top')
    ? Math.max(...boxes.map(({ bottom }) => bottom))
    : innerHeight - Math.min(...boxes.map(({ top }) => top));
  return Math.round(Math.max(0, reach)) + air;
}

/** Older browsers cannot tell; then everything counts as drawn. */
const isDrawn = (element: Element): boolean =>
  typeof element.checkVisibility !== 'function' ||
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
