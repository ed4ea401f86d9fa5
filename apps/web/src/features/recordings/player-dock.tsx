import type { CallItem } from '@callboard/contracts';
import { Suspense, useSyncExternalStore } from 'react';
import { latePart } from '../../shared/late/late-part';
import { usePlayerDoor } from './player-door';

const DockContent = latePart(async () => (await import('./dock-content')).DockContent);

export interface PlayerDockProps {
  /** Who is at the other end of a call. */
  nameOf: (call: CallItem) => string;
  /** Whether keys without a modifier may act. */
  singleKeys: () => boolean;
}

/** Where the player stands on every screen; it is fetched when something is first to be heard or saved. */
export function PlayerDock(props: PlayerDockProps) {
  const door = usePlayerDoor();
  const isNeeded = useSyncExternalStore(door.subscribe, door.isNeeded);
  return (
    isNeeded && (
      <Suspense>
        <DockContent {...props} />
      </Suspense>
    )
  );
}
