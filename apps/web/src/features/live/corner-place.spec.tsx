import { act, fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { cornerPlace, useCornerPlace } from './corner-place';

describe('the place of the cards in the corner', () => {
  it.each([
    ['nothing is written', null, 1280, 'whole'],
    ['a field far from the corner is written in', { top: 400, right: 480 }, 1280, 'whole'],
    ['a field under the corner is written in', { top: 400, right: 1240 }, 1280, 'top'],
    ['that field is at the top', { top: 120, right: 1240 }, 1280, 'bottom'],
    ['a field of a narrow screen is written in', { top: 400, right: 360 }, 375, 'top'],
  ] as const)('while %s', (_, field, width, place) => {
    expect(cornerPlace(field, width)).toBe(place);
  });

  function Screen() {
    const corner = useRef<HTMLDivElement>(null);
    const place = useCornerPlace(corner);
    return (
      <>
        <form>
          <textarea aria-label="note" />
          <button type="button">save</button>
        </form>
        <input type="checkbox" aria-label="tick" />
        <div ref={corner} data-testid="corner" data-place={place}>
          <button>answer</button>
        </div>
      </>
    );
  }

  const place = () => screen.getByTestId('corner').dataset['place'];
  const focus = (label: string) => act(() => screen.getByLabelText(label).focus());

  beforeEach(() => {
    render(<Screen />);
    screen.getByLabelText('note').getBoundingClientRect = () => new DOMRect(900, 400, 300, 60);
  });

  it('follows the focus into a text field and out of it', () => {
    focus('note');
    expect(place()).toBe('top');
    focus('tick');
    expect(place()).toBe('whole');
  });

  it('stays while the focus is on the button of the same form', () => {
    focus('note');
    screen.getByText('save').getBoundingClientRect = () => new DOMRect(900, 470, 80, 30);
    act(() => screen.getByText('save').focus());
    expect(place()).toBe('top');
  });

  it('moves nothing under a press, which takes the focus out of the field before it clicks', () => {
    jest.useFakeTimers();
    focus('note');
    const button = screen.getByRole('button', { name: 'answer' });
    fireEvent.pointerDown(button);
    act(() => button.focus());
    fireEvent.pointerUp(button);
    expect(place()).toBe('top');
    act(() => void jest.advanceTimersByTime(300));
    expect(place()).toBe('whole');
    jest.useRealTimers();
  });

  it('follows the field as the page scrolls', () => {
    focus('note');
    screen.getByLabelText('note').getBoundingClientRect = () => new DOMRect(900, 100, 300, 60);
    fireEvent.scroll(document);
    expect(place()).toBe('bottom');
  });
});
