/** Minutes east of UTC of an IANA zone at a moment. */
function zoneOffset(zone: string, at: Date): number {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  return parseOffset(name ?? '') ?? 0;
}

/** Minutes of `UTC+1`, `GMT+05:30`, `UTC`; undefined for anything else. */
export function parseOffset(text: string): number | undefined {
  const match = /^(?:UTC|GMT)(?:([+-])(\d{1,2})(?::?(\d{2}))?)?$/.exec(text.trim());
  if (!match) {
    return undefined;
  }
  const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

interface ZoneChoice {
  /** Zones that show the account's time now; empty while the account's zone is unknown. */
  fitting: string[];
  others: string[];
  /** The zone to propose instead of the one set, if one stands out. */
  proposal: string | null;
}

/** Sorts the zones by whether they fit the account, and proposes the browser's if it does. */
export function zoneChoice(
  zones: readonly string[],
  { set, browser, account, now }: { set: string; browser: string; account: string | null; now: Date },
): ZoneChoice {
  const wanted = account === null ? undefined : parseOffset(account);
  const fits = (zone: string): boolean => wanted === undefined || zoneOffset(zone, now) === wanted;
  const fitting = wanted === undefined ? [] : zones.filter(fits);
  return {
    fitting,
    others: zones.filter((zone) => !fitting.includes(zone)),
    proposal: set !== browser && fits(browser) && !(wanted !== undefined && fits(set)) ? browser : null,
  };
}
