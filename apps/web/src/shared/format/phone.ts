/** Polish mobile prefixes; everything else in +48 is a two-digit area code and seven digits. */
const polishMobile = /^(45|50|51|53|57|60|66|69|72|73|78|79|88)/;

/** Country codes of one and two digits (ITU-T E.164); all others have three. */
const shortCountryCode = /^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/**
 * Groups an E.164 number for reading: `+48 600 100 200`, `+48 22 123 45 67`, `+49 151 123 456 78`.
 *
 * Foreign numbers are grouped by three after the country code: their national habits would weigh as
 * much as a whole screen. Anything that is not E.164 is returned as it is.
 */
export function formatPhone(number: string): string {
  if (!/^\+\d{6,15}$/.test(number)) {
    return number;
  }
  const digits = number.slice(1);
  const code = shortCountryCode.exec(digits)?.[0] ?? digits.slice(0, 3);
  const national = digits.slice(code.length);
  const isPolish = code === '48' && national.length === 9;
  return [`+${code}`, ...(isPolish ? polishGroups(national) : threes(national))].join(' ');
}

const polishGroups = (national: string): string[] =>
  polishMobile.test(national)
    ? threes(national)
    : [national.slice(0, 2), national.slice(2, 5), national.slice(5, 7), national.slice(7)];

/** Groups of three; one digit left over joins the group before it. */
function threes(digits: string): string[] {
  const groups = digits.match(/\d{1,3}/g) ?? [];
  const last = groups.at(-1);
  return groups.length > 1 && last?.length === 1
    ? [...groups.slice(0, -2), `${groups.at(-2) ?? ''}${last}`]
    : groups;
}
