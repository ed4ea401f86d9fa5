import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { DownloadList } from './download-list';
import { Downloads } from './downloads';
import { Player } from './player';
import { PlayerBar } from './player-bar';
import type { PlayerDockProps } from './player-dock';
import { type PlayerDoor, type PlayerNews, usePlayerDoor } from './player-door';
import classes from './player-bar.module.css';
import { partsOfCall, playbackOf } from './queries';

/** The player's bar and the files being fetched, at the foot of every screen. */
export function DockContent({ nameOf, singleKeys }: PlayerDockProps) {
  const door = usePlayerDoor();
  const [player] = useState(
    () =>
      new Player(new Audio(), {
        partsOf: partsOfCall,
        playback: (id, signal) => playbackOf(id, 'play', signal),
      }),
  );
  const [downloads] = useState(
    () =>
      new Downloads({ partsOf: partsOfCall, playback: (id, signal) => playbackOf(id, 'download', signal) }),
  );
  useEffect(() => serve(door, player, downloads), [door, player, downloads]);
  const state = useSyncExternalStore(player.subscribe, player.state);
  const foot = useFootHeight();
  return (
    <div ref={foot} className={classes.dock}>
      <DownloadList downloads={downloads} nameOf={nameOf} />
      {state && <PlayerBar player={player} state={state} name={nameOf(state.call)} singleKeys={singleKeys} />}
    </div>
  );
}

/** Takes the wishes of the screens and tells them what the player does; silent once it is left. */
function serve(door: PlayerDoor, player: Player, downloads: Downloads): () => void {
  const takeWishes = (): void => {
    const wish = door.takeWish();
    if (wish) {
      player.open(wish);
    }
    if (door.takeSilence()) {
      player.silence();
    }
    for (const download of door.takeDownloads()) {
      downloads.add(download);
    }
  };
  const unsubscribe = [
    door.subscribe(takeWishes),
    player.subscribe(() => {
      const news = newsOf(player);
      if (!isSame(news, door.news())) {
        door.report(news);
      }
    }),
  ];
  const leave = (): void => player.close();
  window.addEventListener('pagehide', leave);
  takeWishes();
  return () => {
    window.removeEventListener('pagehide', leave);
    unsubscribe.forEach((end) => end());
    player.close();
    downloads.clear();
    door.report(null);
  };
}

function newsOf(player: Player): PlayerNews | null {
  const state = player.state();
  if (!state) {
    return null;
  }
  const isBusy = state.willPlay && ['asking', 'waiting', 'loading'].includes(state.phase);
  return {
    callId: state.call.id,
    recordingId: state.parts[state.index]?.id ?? null,
    state: state.phase === 'playing' ? 'playing' : isBusy ? 'busy' : 'still',
    position: player.clock().position,
  };
}

const isSame = (a: PlayerNews | null, b: PlayerNews | null): boolean =>
  a?.callId === b?.callId &&
  a?.recordingId === b?.recordingId &&
  a?.state === b?.state &&
  a?.position === b?.position;

/** Tells the rest of the page how much of its foot is taken, so that nothing ends up below the bar. */
function useFootHeight() {
  const foot = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const root = document.documentElement;
    const observer = new ResizeObserver(() =>
      root.style.setProperty('--cb-foot', `${foot.current?.offsetHeight ?? 0}px`),
    );
    if (foot.current) {
      observer.observe(foot.current);
    }
    return () => {
      observer.disconnect();
      root.style.removeProperty('--cb-foot');
    };
  }, []);
  return foot;
}
