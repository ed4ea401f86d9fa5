import { type CSSProperties, type KeyboardEvent, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration, spokenDuration } from '../../shared/format/duration';
import type { Player, PlayerState } from './player';
import classes from './player-bar.module.css';
import { arrowStep } from './player-keys';
import { isDrawable, Waveform } from './waveform';

const pageStep = 30;

/** The place in the recording: a slider, and behind it the sound drawn as a wave where that is cheap. */
export function SeekBar({ player, state }: { player: Player; state: PlayerState }) {
  const { t, i18n } = useTranslation('recordings');
  const { position, duration } = useSyncExternalStore(player.subscribe, player.clock);
  const part = state.parts[state.index];
  const length = duration ?? 0;
  const spoken = (seconds: number) => spokenDuration(seconds, i18n.language);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = stepOf(event.key);
    if (step !== 0) {
      event.preventDefault();
      player.seekBy(step);
    }
  };
  return (
    <div className={classes.seek}>
      <span className={classes.time}>{formatDuration(position)}</span>
      <div
        className={classes.track}
        style={{ '--done': length > 0 ? Math.min(1, position / length) : 0 } as CSSProperties}
      >
        {part && state.source && isDrawable(part, state.source) && (
          <Waveform key={state.source.url} player={player} />
        )}
        <input
          type="range"
          min={0}
          max={length}
          step={0.1}
          value={Math.min(position, length)}
          disabled={length === 0}
          aria-label={t('player.seek')}
          aria-valuetext={t('player.seekText', { position: spoken(position), duration: spoken(length) })}
          onChange={(event) => player.seek(Number(event.currentTarget.value))}
          onKeyDown={onKeyDown}
        />
      </div>
      <span className={classes.time}>{duration === null ? '–:––' : formatDuration(duration)}</span>
    </div>
  );
}

function stepOf(key: string): number {
  const steps: Record<string, number> = {
    ArrowLeft: -arrowStep,
    ArrowDown: -arrowStep,
    ArrowRight: arrowStep,
    ArrowUp: arrowStep,
    PageDown: -pageStep,
    PageUp: pageStep,
  };
  return steps[key] ?? 0;
}
