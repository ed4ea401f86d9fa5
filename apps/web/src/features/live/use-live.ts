import {
  callChanged,
  type CallChanged,
  callRequestChanged,
  type CallRequestChanged,
  callRinging,
  type CallRinging,
} from '@callboard/contracts';
import { useEffect, useRef, useState } from 'react';
import { followLive } from './connection';
import type { LiveMessage, LiveState } from './live-source';

/** What the screens do with live events. */
export interface LiveHandlers {
  onCallChanged(event: CallChanged): void;
  onCallRinging(event: CallRinging): void;
  onCallRequestChanged(event: CallRequestChanged): void;
  onSettingsChanged(): void;
  onResync(): void;
  /** The stream lives; what failed may go well now. */
  onHeartbeat(): void;
  onRefused(): void;
  onSignedOut(): void;
}

/** Follows the live stream while mounted; returns its state and whether this tab leads. */
export function useLive(handlers: LiveHandlers): { state: LiveState; leading: boolean } {
  const [state, setState] = useState<LiveState>('connecting');
  const [leading, setLeading] = useState(false);
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(
    () =>
      followLive({
        onMessage: (message) => dispatch(message, latest.current),
        onState: setState,
        onLeading: () => setLeading(true),
        onRefused: () => latest.current.onRefused(),
        onSignedOut: () => latest.current.onSignedOut(),
      }),
    [],
  );
  return { state, leading };
}

/** Hands an event to its handler; one that makes no sense counts as missed. */
function dispatch({ name, data }: LiveMessage, handlers: LiveHandlers): void {
  if (name === 'settings.changed') {
    return handlers.onSettingsChanged();
  }
  if (name === 'heartbeat') {
    return handlers.onHeartbeat();
  }
  if (name === 'resync') {
    return handlers.onResync();
  }
  dispatchNews({ name, data }, handlers);
}

function dispatchNews({ name, data }: LiveMessage, handlers: LiveHandlers): void {
  const changed = name === 'call.changed' ? callChanged.safeParse(data) : undefined;
  const ringing = name === 'call.ringing' ? callRinging.safeParse(data) : undefined;
  const requested = name === 'callRequest.changed' ? callRequestChanged.safeParse(data) : undefined;
  if (changed?.success) {
    handlers.onCallChanged(changed.data);
  } else if (ringing?.success) {
    handlers.onCallRinging(ringing.data);
  } else if (requested?.success) {
    handlers.onCallRequestChanged(requested.data);
  } else if (name !== 'call.ringing') {
    handlers.onResync();
  }
}
