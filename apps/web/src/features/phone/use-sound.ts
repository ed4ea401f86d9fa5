import { useEffect, useState } from 'react';

/** True once this page may make sounds; browsers allow it after the first press or key in it. */
export function useSoundAllowed(): boolean {
  const [allowed, setAllowed] = useState(wasUsed);
  useEffect(() => {
    if (allowed) {
      return;
    }
    const used = new AbortController();
    const allow = (): void => setAllowed(true);
    for (const gesture of ['pointerup', 'keydown']) {
      window.addEventListener(gesture, allow, { signal: used.signal, capture: true });
    }
    return () => used.abort();
  }, [allowed]);
  return allowed;
}

// Older browsers do not know the property, whatever the types say.
const wasUsed = (): boolean =>
  (navigator.userActivation as UserActivation | undefined)?.hasBeenActive ?? false;

/** Plays a short tone, so that one hears that sound is on. */
export function playTone(): void {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.setValueAtTime(0.1, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 0.4);
  tone.frequency.value = 660;
  tone.connect(volume).connect(context.destination);
  tone.onended = () => void context.close();
  tone.start();
  tone.stop(context.currentTime + 0.4);
}
