import { administrator } from './servers';
import { account } from './notifications';

/** Stores the account's secret, so that the API can verify signatures. */
export async function connectAccount(url: string): Promise<void> {
  const login = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(administrator),
  });
  const cookie = login.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const stored = await fetch(`${url}/api/v1/settings/zadarma`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', cookie, origin: url },
    body: JSON.stringify(account),
  });
  if (!stored.ok) {
    throw new Error(`The settings were not stored: ${stored.status} ${await stored.text()}`);
  }
}
