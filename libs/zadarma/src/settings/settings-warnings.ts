import type { ZadarmaSettings } from '@callboard/contracts';
import { DateTime } from 'luxon';
import { isPublicAddress } from '../rest/allowed-address';

type Warning = ZadarmaSettings['warnings'][number];

/** The newest start of a call the PBX told at once: its wall clock and when it reached us. */
export interface StartTold {
  readonly wallStart: string;
  readonly receivedAt: Date;
}

export interface WarningFacts {
  readonly secretState: 'set' | 'missing' | 'unreadable';
  readonly webhookUrl: string;
  /** Address of the PBX. */
  readonly url: string;
  readonly timeZone: string;
  readonly lastStart: StartTold | null;
  readonly now: Date;
}

/** Zones differ by quarters of an hour, so anything beyond ten minutes is another zone, not a slow line. */
const toleratedDriftMinutes = 10;
const recentDays = 7;

/** Everything about the settings an administrator should look at. */
export function settingsWarnings(facts: WarningFacts): Warning[] {
  return [secretWarning(facts), addressWarning(facts), driftWarning(facts)].filter(
    (warning): warning is Warning => warning !== null,
  );
}

function secretWarning({ secretState }: WarningFacts): Warning | null {
  return secretState === 'unreadable'
    ? {
        code: 'secret_unreadable',
        message: 'The stored secret cannot be read with the present encryption key. Enter the secret again.',
      }
    : null;
}

/** A PBX that is not public itself (a simulated one) reaches addresses that are not public either. */
function addressWarning({ webhookUrl, url }: WarningFacts): Warning | null {
  const { protocol, hostname } = new URL(webhookUrl);
  return (protocol === 'https:' && isPublicHost(hostname)) || !isPublicHost(new URL(url).hostname)
    ? null
    : {
        code: 'webhook_url_not_public',
        message: `Zadarma cannot reach ${webhookUrl}. Set PUBLIC_URL to the https address of this server.`,
      };
}

function isPublicHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  const isAddress = /^[\d.]+$|:/.test(bare);
  return isAddress ? isPublicAddress(bare) : bare.includes('.') && !bare.endsWith('.local');
}

function driftWarning({ lastStart, timeZone, now }: WarningFacts): Warning | null {
  if (!lastStart || now.getTime() - lastStart.receivedAt.getTime() > recentDays * 86_400_000) {
    return null;
  }
  const start = DateTime.fromSQL(lastStart.wallStart, { zone: timeZone });
  const minutes = Math.round((lastStart.receivedAt.getTime() - start.toMillis()) / 60_000);
  return start.isValid && Math.abs(minutes) > toleratedDriftMinutes
    ? {
        code: 'clock_drift',
        message: `The times Zadarma sends differ from ${timeZone} by ${minutes} minutes. Check the time zone.`,
      }
    : null;
}
