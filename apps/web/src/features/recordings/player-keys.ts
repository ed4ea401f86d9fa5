import { useEffect } from 'react';
import type { Player } from './player';

/** Where keys have a meaning of their own. */
const busyPlaces = [
  'input',
  'textarea',
  'select',
  '[contenteditable]:not([contenteditable="false"])',
  '[role="tab"]',
  '[role="slider"]',
  '[role^="menu"]',
  '[role="listbox"]',
  '[role="dialog"]',
  '[role="region"][tabindex]',
].join(',');

const pressable = 'button, summary, [role="button"]';

/** Seconds an arrow moves. */
export const arrowStep = 5;

/**
 * Space, arrows and `<` `>` steer the player wherever they mean nothing else; K, J and L as on video sites.
 *
 * Keys that write a character obey `singleKeys`, because those who dictate would press them by talking.
 */
export function usePlayerKeys(player: Player, singleKeys: () => boolean): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const act = actionOf(event, player);
      const writes = /^[a-z<>]$/i.test(event.key);
      if (act && !isTaken(event) && (!writes || singleKeys())) {
        event.preventDefault();
        act();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [player, singleKeys]);
}

function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) {
    return true;
  }
  return (
    target instanceof Element &&
    (target.closest(busyPlaces) !== null || (event.key === ' ' && target.closest(pressable) !== null))
  );
}

function actionOf({ key }: KeyboardEvent, player: Player): (() => void) | undefined {
  const actions: Record<string, () => void> = {
    ' ': () => player.toggle(),
    k: () => player.toggle(),
    ArrowLeft: () => player.seekBy(-arrowStep),
    j: () => player.seekBy(-arrowStep),
    ArrowRight: () => player.seekBy(arrowStep),
    l: () => player.seekBy(arrowStep),
    '<': () => player.changeSpeed(-1),
    '>': () => player.changeSpeed(1),
  };
  return actions[key.length === 1 ? key.toLowerCase() : key];
}
