import type { WebrtcSession } from '@callboard/contracts';
import { newPhone, type PhoneStatus, stopped } from './phone-status';

export type OpenSession = Extract<WebrtcSession, { enabled: true }>;

/** What the phone's page is started with: as long as this stays the same, the page stays. */
export const identityOf = (session: WebrtcSession | undefined): string => {
  if (!session?.enabled) {
    return '';
  }
  const { key, login, scriptUrls, shape, position, phoneOrigin } = session;
  return JSON.stringify([key, login, scriptUrls, shape, position, phoneOrigin]);
};

/** How the phone stands, by what the server says and, where it gave a key, by what the page says. */
export function statusOf(
  session: WebrtcSession | undefined,
  failed: boolean,
  ofPage: PhoneStatus,
): PhoneStatus {
  if (!session) {
    return failed ? stopped(newPhone, 'session_unavailable') : newPhone;
  }
  if (!session.enabled) {
    return stopped(newPhone, session.reason.code);
  }
  const warnings = session.warnings.map(({ code }) => code).filter((code) => code !== ofPage.trouble);
  return { ...ofPage, extension: session.extension, warnings };
}

const passing: readonly string[] = ['rate_limited', 'pbx_unreachable', 'key_refused'];

/** True if asking again after a while may give a phone. */
export const mayPass = (session: WebrtcSession | undefined): boolean =>
  !session?.enabled && (!session || passing.includes(session.reason.code));
