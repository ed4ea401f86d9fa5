import type { Recording } from '@callboard/contracts';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { PartState } from './part-player';
import type { Player } from './player';
import classes from './player-bar.module.css';

/**
 * Drawing needs the whole file once more and unpacked, at 8 kHz some 2 MB a minute and side: half an hour is what a tab
 * should hold for it.
 */
const mostBytes = 16 * 1024 * 1024;
const mostSeconds = 30 * 60;

/** True for a file of ours that is small enough; another host's sound may be played but not read. */
export const isDrawable = (part: Recording, source: NonNullable<PartState['source']>): boolean =>
  source.mode === 'local' &&
  part.sizeBytes !== null &&
  part.sizeBytes <= mostBytes &&
  (part.durationSeconds ?? 0) <= mostSeconds;

/** The sound as a wave; steering is the slider's over it. Appears when it is drawn, and stays away if it cannot be. */
export function Waveform({ player }: { player: Player }) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    const container = box.current;
    let isLeft = false;
    let clear = (): void => {
      isLeft = true;
    };
    void import('wavesurfer.js').then(({ default: WaveSurfer }) => {
      if (isLeft || !container) {
        return;
      }
      const colour = (name: string) => getComputedStyle(container).getPropertyValue(name).trim();
      const wave = WaveSurfer.create({
        container,
        media: player.audio,
        height: 'auto',
        interact: false,
        normalize: true,
        barWidth: 2,
        barGap: 1.5,
        barRadius: 2,
        cursorWidth: 0,
        waveColor: colour('--cb-line-strong'),
        progressColor: colour('--cb-accent'),
      });
      wave.on('redrawcomplete', () => container.toggleAttribute('data-drawn', true));
      clear = () => {
        container.removeAttribute('data-drawn');
        wave.destroy();
      };
    });
    return () => clear();
  }, [player, scheme]);
  return <div ref={box} className={classes.wave} aria-hidden />;
}
