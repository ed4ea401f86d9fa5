import { useEffect } from 'react';

const storageKey = 'callboard.ring-sound';
/** Seconds; a sound nobody stops must end by itself. */
const longest = 25;
const period = 3;

/** True if this browser rings on incoming calls; off unless switched on. */
export const isRingSoundOn = (): boolean => localStorage.getItem(storageKey) === 'on';

export const setRingSound = (on: boolean): void => localStorage.setItem(storageKey, on ? 'on' : 'off');

/** Rings softly while `ringing`, if the viewer wants it. */
export function useRingSound(ringing: boolean): void {
  useEffect(() => {
    if (!ringing || !isRingSoundOn()) {
      return;
    }
    const context = new AudioContext();
    for (let start = 0; start < longest; start += period) {
      chime(context, start, 740);
      chime(context, start + 0.22, 880);
    }
    return () => void context.close();
  }, [ringing]);
}

function chime(context: AudioContext, after: number, frequency: number): void {
  const begin = context.currentTime + after;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0.0001, begin);
  volume.gain.exponentialRampToValueAtTime(0.16, begin + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + 0.5);
  tone.connect(volume).connect(context.destination);
  tone.start(begin);
  tone.stop(begin + 0.55);
}
