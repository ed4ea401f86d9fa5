const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** The PBX needs this long after the end of a call until its file can be had (facts sheet 2.7). */
export const availableAfterMs = 40 * second;

/** Waits after the first attempts (facts sheet 2.7); from then on hourly. */
const firstWaits = [15 * second, minute, 5 * minute, 30 * minute];
const hourlyAttempts = 24;
/** So often is even an old recording asked for, over some hours: a PBX in trouble may refuse for a while. */
const fewestAttempts = firstWaits.length + 6;
const day = 24 * hour;

/** An attempt that failed. */
export interface FailedAttempt {
  /** Stable code of what went wrong. */
  readonly code: string;
  /** True if Zadarma gave a link that leads somewhere else: no repeat makes that better. */
  readonly isForeignLink?: boolean;
  /** Attempts so far, this one included. */
  readonly attempts: number;
  /** From when on the file could be had at all. */
  readonly availableFrom: Date;
  readonly now: Date;
  /** How long the other side wants to be left alone. */
  readonly retryAfterSeconds?: number;
  /** True if Zadarma gives no other recording either (see `isDoubtful`). */
  readonly isSourceInTrouble?: boolean;
}

export type AfterFailure =
  | { readonly kind: 'retry'; readonly at: Date; /** Attempts that count. */ readonly attempts: number }
  /** Zadarma does not have it, or what it has is no recording. */
  | { readonly kind: 'givenUp' }
  /** It is there, and will never fit here. */
  | { readonly kind: 'staysRemote' };

/** Zadarma says that there is no file. */
const absent: readonly string[] = ['recording_not_ready', 'recording_dead_link'];

export const saysAbsent = (code: string): boolean => absent.includes(code);

/** By then a file that ever comes has come. */
export const isOld = (availableFrom: Date, now: Date): boolean =>
  now.getTime() - availableFrom.getTime() > day;

/** Trouble of the account, the network, the settings or the storage: it strikes all recordings alike. */
const elsewhere: readonly string[] = [
  'rate_limited',
  'wrong_key',
  'zadarma_key_missing',
  'zadarma_secret_missing',
  'secret_unreadable',
  'no_pbx',
  'unreachable',
  'host_not_found',
  'connection_refused',
  'certificate_invalid',
  'address_not_allowed',
  'recording_storage_unavailable',
];

/**
 * True if the code does not tell whether this recording is broken at Zadarma or all of them are, and it matters by
 * now: then it must be seen how the others fare.
 */
export function isDoubtful({ code, attempts }: Pick<FailedAttempt, 'code' | 'attempts'>): boolean {
  return attempts > firstWaits.length && !saysAbsent(code) && !elsewhere.includes(code);
}

/**
 * What follows a failed attempt. A recording is given up when it was asked for hourly for a day and the fault was its
 * own: not there, no audio, or an error that comes for this one alone. What is in trouble elsewhere never brings that
 * nearer, since the recording waits there unharmed: it makes the waits longer, up to an hour, and no more.
 */
export function afterFailure(failure: FailedAttempt): AfterFailure {
  const { code, attempts, now, retryAfterSeconds } = failure;
  if (code === 'recording_too_large') {
    return { kind: 'staysRemote' };
  }
  if (retryAfterSeconds !== undefined) {
    // Never got as far as an attempt.
    return {
      kind: 'retry',
      at: new Date(now.getTime() + retryAfterSeconds * second),
      attempts: attempts - 1,
    };
  }
  if (failure.isForeignLink || isHopeless(failure)) {
    return { kind: 'givenUp' };
  }
  const wait = firstWaits[attempts - 1] ?? hour;
  const isUncounted = attempts > firstWaits.length && isElsewhere(failure);
  return {
    kind: 'retry',
    at: new Date(now.getTime() + wait),
    attempts: isUncounted ? attempts - 1 : attempts,
  };
}

function isElsewhere({ code, isSourceInTrouble = false }: FailedAttempt): boolean {
  return elsewhere.includes(code) || (isSourceInTrouble && !saysAbsent(code));
}

function isHopeless(failure: FailedAttempt): boolean {
  const { code, attempts, availableFrom, now } = failure;
  return (
    (saysAbsent(code) && isOld(availableFrom, now) && attempts >= fewestAttempts) ||
    (!isElsewhere(failure) && attempts >= firstWaits.length + hourlyAttempts)
  );
}
