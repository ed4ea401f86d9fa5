import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollRestoration } from 'react-router';
import { meQuery } from '../features/auth/queries';
import { useCallParty } from '../features/calls/call-party';
import { applyCallChange, refreshCalls } from '../features/calls/live-cache';
import { callQuery } from '../features/calls/queries';
import { CallProgressList } from '../features/call-requests/call-progress-list';
import { applyCallRequest, refreshCallRequests } from '../features/call-requests/queries';
import { useWishes } from '../features/call-requests/use-wishes';
import type { LiveState } from '../features/live/live-source';
import { useLive } from '../features/live/use-live';
import { usePops } from '../features/live/use-pops';
import { PlayerDock } from '../features/recordings/player-dock';
import { PlayerDoor, PlayerDoorProvider } from '../features/recordings/player-door';
import { setupQuery } from '../features/setup/queries';
import { DiallerProvider } from '../shared/session/dialler';
import { ViewerProvider } from '../shared/session/viewer';
import { Corner } from './corner';
import { switchLanguage } from './i18n';
import { Phone } from './phone';
import { askAgain } from './query-client';
import { ScreenPops } from './screen-pops';
import { useSignedOut } from './session';
import { Shell } from './shell/shell';
import { singleKeysOn } from './shell/single-keys';
import { useSilenceForCalls } from './silence';
import shellClasses from './shell/shell.module.css';

const LiveStateContext = createContext<LiveState>('connecting');

/** State of the live stream, for screens that say how fresh they are. */
export const useLiveState = (): LiveState => useContext(LiveStateContext);

/** Everything behind the sign-in: the viewer, the live stream, the frame and the screen pops. */
export function SignedIn() {
  const { data: viewer } = useQuery(meQuery());
  const { data: setup } = useQuery(setupQuery());
  const { i18n } = useTranslation();
  const chosen = viewer?.language;
  useEffect(() => {
    if (chosen && chosen !== i18n.language) {
      void switchLanguage(chosen);
    }
    // The employee's choice counts once, on arrival; later the menu decides.
  }, [chosen, i18n]);
  if (!viewer) {
    return null;
  }
  return (
    <ViewerProvider value={viewer}>
      <LiveScreens demo={Boolean(setup?.demo)} />
    </ViewerProvider>
  );
}

function LiveScreens({ demo }: { demo: boolean }) {
  const client = useQueryClient();
  const pops = usePops();
  const { shown, wishes } = useWishes();
  const signedOut = useSignedOut();
  const partyOf = useCallParty();
  const [door] = useState(() => new PlayerDoor());
  const silence = useSilenceForCalls(door, { pops: pops.shown, wishes: shown });
  const { state, leading } = useLive({
    onCallChanged: ({ call }) => {
      applyCallChange(client, call);
      pops.onChanged(call);
    },
    onCallRinging: (event) => {
      applyCallChange(client, event.call);
      pops.onRinging(event);
    },
    onCallRequestChanged: ({ callRequest }) => {
      applyCallRequest(client, callRequest);
      silence.onRequest(callRequest);
    },
    onSettingsChanged: () => void client.invalidateQueries({ queryKey: ['settings'] }),
    onResync: () => {
      void refreshCalls(client);
      void refreshCallRequests(client);
      for (const { call } of pops.shown) {
        void client.fetchQuery({ ...callQuery(call.id), staleTime: 0 }).then(pops.onChanged);
      }
    },
    onHeartbeat: () => void askAgain(client),
    onRefused: () => void client.invalidateQueries({ queryKey: meQuery().queryKey }),
    onSignedOut: () => signedOut('here'),
  });
  return (
    <LiveStateContext value={state}>
      <DiallerProvider value={wishes.dial}>
        <PlayerDoorProvider value={door}>
          <Shell live={state} demo={demo} />
          <PlayerDock nameOf={(call) => partyOf(call).title} singleKeys={singleKeysOn} />
        </PlayerDoorProvider>
        <ScrollRestoration />
        <Corner>
          <CallProgressList
            shown={shown}
            onRetry={wishes.retry}
            onDismiss={wishes.dismiss}
            className={shellClasses.stack}
          />
          <ScreenPops pops={pops.shown} onDismiss={pops.onDismiss} audible={leading} />
        </Corner>
        <Phone pops={pops.shown} onBusy={silence.onPhoneBusy} />
      </DiallerProvider>
    </LiveStateContext>
  );
}
