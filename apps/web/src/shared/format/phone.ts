import { useSyncExternalStore } from 'react';

/** Polish mobile prefixes; everything else in +48 is a two-digit area code and seven digits. */
const polishMobile = /^(45|50|51|53|57|60|66|69|72|73|78|79|88)/;

type FormatForeign = (e164: string) => string;

let formatForeign: FormatForeign | undefined;
let loading = false;
const listeners = new Set<() => void>();

/**
 * Groups an E.164 number for reading: `+48 600 100 200`, `+48 22 123 45 67`.
 *
 * Foreign numbers are grouped once the metadata has been fetched; until then, and for anything that
 * is not E.164, the number is returned as it is.
 */
export function formatPhone(number: string): string {
  if (/^\+48\d{9}$/.test(number)) {
    const national = number.slice(3);
    const groups = polishMobile.test(national)
      ? [national.slice(0, 3), national.slice(3, 6), national.slice(6)]
      : [national.slice(0, 2), national.slice(2, 5), national.slice(5, 7), national.slice(7)];
    return `+48 ${groups.join(' ')}`;
  }
  if (!/^\+\d{6,15}$/.test(number)) {
    return number;
  }
  if (!formatForeign) {
    void loadForeign();
    return number;
  }
  return formatForeign(number);
}

/** The formatter; the component renders again when the rules for foreign numbers arrive. */
export function usePhoneFormat(): (number: string) => string {
  useSyncExternalStore(subscribe, () => formatForeign);
  return formatPhone;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The metadata weighs as much as a screen, so it comes only when a foreign number is shown. */
async function loadForeign(): Promise<void> {
  if (loading) {
    return;
  }
  loading = true;
  try {
    const { parsePhoneNumberFromString } = await import('libphonenumber-js/min');
    formatForeign = (e164) => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
    listeners.forEach((listener) => listener());
  } catch {
    loading = false;
  }
}
