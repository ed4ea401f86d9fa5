/** What the PBX does because of our answer to NOTIFY_START or NOTIFY_IVR. */
export type CallAnswer =
  | { kind: 'default'; note: string | null; callerName: string | null }
  | { kind: 'extension'; extension: string; returnTimeout: number | null; callerName: string | null }
  | { kind: 'menu'; target: string; callerName: string | null }
  | { kind: 'blacklist' }
  | { kind: 'hangup' }
  | { kind: 'speak'; command: string; waitForKeys: WaitForKeys | null; callerName: string | null };

export interface WaitForKeys {
  name: string;
  defaultTarget: string | null;
}

type Json = Record<string, unknown>;

const speaking = ['ivr_play', 'ivr_saypopular', 'ivr_saydigits', 'ivr_saynumber'];

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asText = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

function parseObject(body: string): Json | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** A `redirect` value as the PBX reads it: three digits are an extension, short numbers and `n-m` are menus. */
export function readTarget(target: string, returnTimeout: unknown, callerName: string | null): CallAnswer {
  if (target === 'blacklist') return { kind: 'blacklist' };
  if (/^\d{1,2}$/.test(target) || /^\d+-(\d+|main)$/.test(target))
    return { kind: 'menu', target, callerName };
  if (!/^\d{3}$/.test(target)) return { kind: 'default', note: `unknown target "${target}"`, callerName };
  const seconds = asText(returnTimeout);
  if (seconds !== null && !/^(0|[3-9]|[1-9]\d+)$/.test(seconds)) {
    return { kind: 'default', note: `return_timeout "${seconds}" is neither 0 nor at least 3`, callerName };
  }
  return {
    kind: 'extension',
    extension: target,
    returnTimeout: seconds === null ? null : Number(seconds),
    callerName,
  };
}

function readWaitForKeys(value: unknown): WaitForKeys | null {
  if (!isObject(value)) return null;
  return { name: asText(value['name']) ?? '', defaultTarget: asText(value['default']) };
}

/** Reads an answer leniently: anything unknown leaves the configured scenario in place. */
export function readCallAnswer(body: string): CallAnswer {
  const json = body.trim() === '' ? {} : parseObject(body);
  if (json === null) return { kind: 'default', note: 'the answer is not a JSON object', callerName: null };
  const callerName = asText(json['caller_name']);
  const redirect = asText(json['redirect']);
  if (redirect !== null) return readTarget(redirect, json['return_timeout'], callerName);
  if (asText(json['hangup']) === '1') return { kind: 'hangup' };
  const command = speaking.find((name) => name in json);
  if (command !== undefined) {
    return { kind: 'speak', command, waitForKeys: readWaitForKeys(json['wait_dtmf']), callerName };
  }
  return { kind: 'default', note: null, callerName };
}
