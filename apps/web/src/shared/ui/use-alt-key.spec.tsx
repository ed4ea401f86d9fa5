import { fireEvent, render, screen } from '@testing-library/react';
import { useAltKey } from './use-alt-key';

function Place({ act }: { act: () => void }) {
  useAltKey('O', act);
  return (
    <>
      <textarea />
      <button type="button">elsewhere</button>
    </>
  );
}

describe('a key with Alt', () => {
  it.each([
    ['in a field', 'textbox', 'o', 1],
    ['in a field where it writes ó, as on a Mac', 'textbox', 'ó', 0],
    ['beside a field on a Mac', 'button', 'ó', 1],
  ] as const)('pressed %s', (_where, role, key, times) => {
    const act = jest.fn();
    render(<Place act={act} />);
    const event = { key, code: 'KeyO', altKey: true };
    // False once somebody prevented what the browser would do.
    expect(fireEvent.keyDown(screen.getByRole(role), event)).toBe(times === 0);
    expect(act).toHaveBeenCalledTimes(times);
  });
});
