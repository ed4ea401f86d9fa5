import { useHotkeys } from '@mantine/hooks';

/**
 * A key pressed with Alt, by its place on the keyboard, wherever the focus is.
 *
 * Where it writes a letter it is left alone: on a Mac, Alt+O in a note is ó.
 */
export function useAltKey(key: 'K' | 'O' | 'P', act: () => void): void {
  const press = (event: KeyboardEvent): void => {
    if (!writesLetter(event)) {
      event.preventDefault();
      act();
    }
  };
  useHotkeys([[`alt+${key}`, press, { usePhysicalKeys: true, preventDefault: false }]], []);
}

const writesLetter = ({ key, target }: KeyboardEvent): boolean =>
  key.length === 1 &&
  key > '\u007f' &&
  (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement);
