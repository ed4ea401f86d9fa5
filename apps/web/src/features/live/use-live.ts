import {
  callChanged,
  type CallChanged,
  callRequestChanged,
  type CallRequestChanged,
  callRinging,
  type CallRinging,
} from '@callboard/contracts';
import { useEffect, useRef, useState } from 'react';
import { followLive, type LiveMessage, type LiveState } from './connection';

/** What the screens do with live events. */
export interface LiveHandlers {
  onCallChanged(event: CallChanged): void;
  onCallRinging(event: CallRinging): void;
  onCallRequestChanged(event: CallRequestChanged): void;
  onSettingsChanged(): void;
  onResync(): void;
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
    handlers.onSettingsChanged();
    return;
  }
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
