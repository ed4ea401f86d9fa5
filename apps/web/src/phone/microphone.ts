import type { FromPhone } from '@callboard/contracts';

export type MicrophoneState = Extract<FromPhone, { type: 'phone.microphone' }>['state'];

const errorStates: Readonly<Record<string, MicrophoneState>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  // A microphone that another program holds is there, and the browser may use it.
  NotReadableError: 'granted',
};

/** What is known of the microphone without asking the user anything. */
export async function knownMicrophone({ permissions, mediaDevices }: Navigator): Promise<MicrophoneState> {
  const permission = await permissions
    ?.query({ name: 'microphone' })
    .then(({ state }) => state)
    // Not every browser knows this name.
    .catch(() => undefined);
  if (permission === 'denied') {
    return 'denied';
  }
  const devices = await mediaDevices?.enumerateDevices().catch(() => undefined);
  if (devices && !devices.some(({ kind }) => kind === 'audioinput')) {
    return 'missing';
  }
  return permission === 'granted' ? 'granted' : 'unknown';
}

/** Opens the microphone for a moment; the browser asks the user if it must. */
export async function tryMicrophone({ mediaDevices }: Navigator): Promise<MicrophoneState> {
  if (!mediaDevices) {
    return 'unknown';
  }
  try {
    const stream = await mediaDevices.getUserMedia({ audio: true });
    stream.getTracks().forEach((track) => track.stop());
    return 'granted';
  } catch (error) {
    return error instanceof Error ? (errorStates[error.name] ?? 'unknown') : 'unknown';
  }
}
