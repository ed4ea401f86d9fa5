import type { CallRequestFailure } from '@callboard/contracts';

/** What to do about each failure, in plain words; screens translate by the code. */
const words: Readonly<Record<CallRequestFailure, string>> = {
  no_extension: 'You have no phone of your own. Ask an administrator to give you an extension.',
  extension_inactive:
    'Your extension is gone from the PBX. Ask an administrator to fetch the PBX and give you another one.',
  device_offline: 'Your phone is not connected. Switch it on, or open the browser phone, and call again.',
  bad_number: 'This number cannot be called. Check it, and write it with + and the country code.',
  no_money: 'The Zadarma account has no funds for this call. Ask an administrator to top it up.',
  rate_limited: 'Too many requests were sent to Zadarma just now. Wait a minute and call again.',
  pbx_not_configured: 'Callboard is not connected to Zadarma. Ask an administrator to finish the settings.',
  pbx_refused: 'Zadarma refused the call. Check the number, or show this to an administrator.',
  pbx_unreachable: 'Zadarma cannot be reached. Dial on your phone, or call again in some minutes.',
  wrong_key: 'Zadarma does not accept our key. Ask an administrator to enter key and secret again.',
  too_late: 'The call was not started in time, so it was dropped. Call again.',
  outcome_unknown: 'We do not know whether the call was started. Check your phone before you call again.',
  phone_not_answered: 'Your own phone rang and nobody picked it up. Pick it up after you call again.',
  phone_busy: 'Your own phone is busy or turned the call away. End the call on it and call again.',
  customer_busy: 'The line is busy. Call again later.',
  customer_not_answered: 'Nobody answered. Call again later.',
  call_failed: 'The call could not be connected. Check the number and call again.',
};

/** The failure in words, with those of the PBX where it gave any. */
export function failureMessage(code: CallRequestFailure, detail: string | null): string {
  return detail === null ? words[code] : `${words[code]} (Zadarma: ${detail})`;
}
