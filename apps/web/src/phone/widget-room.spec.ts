import { widgetRoom } from './widget-room';

/** Draws boxes on a page of 320 × 240, given by their top and height. */
function draw(boxes: readonly { top: number; height: number; width?: number; shown?: boolean }[]): Window {
  document.body.replaceChildren(
    ...boxes.map(({ top, height, width = 200, shown = true }) => {
      const box = document.createElement('div');
      box.getBoundingClientRect = () => ({ top, bottom: top + height, width, height }) as DOMRect;
      box.checkVisibility = () => shown;
      return box;
    }),
  );
  return { document, innerHeight: 240, innerWidth: 320 } as Window;
}

describe('the room of the widget', () => {
  it('reaches from the edge it stands at to its far end, and a little further for its shadow', () => {
    expect(widgetRoom(draw([{ top: 170, height: 65 }]), 'bottom_right')).toBe(82);
    expect(widgetRoom(draw([{ top: 5, height: 65 }]), 'top_left')).toBe(82);
  });

  it('takes all parts of it together', () => {
    const boxes = [
      { top: 200, height: 35 },
      { top: 90, height: 100 },
    ];
    expect(widgetRoom(draw(boxes), 'bottom_left')).toBe(162);
  });

  it('leaves out what cannot be seen, and the sheet it lies on', () => {
    const boxes = [
      { top: 200, height: 35 },
      { top: 0, height: 100, shown: false },
      { top: 10, height: 0 },
      { top: 0, height: 240, width: 320 },
    ];
    expect(widgetRoom(draw(boxes), 'bottom_right')).toBe(52);
  });

  it('is unknown while nothing is drawn', () => {
    expect(widgetRoom(draw([]), 'bottom_right')).toBeNull();
  });
});
