import { assertAllowedUrl } from '../rest/allowed-address';
import { AddressNotAllowedError } from '../rest/zadarma.errors';

/**
 * Refuses addresses a recording may not come from: it must be https on the host of the PBX or below `zadarma.com`, or
 * on the exempted origin. To be asked for every redirect again.
 *
 * @param pbxUrl origin of the PBX in the settings
 * @param exemptOrigin the one origin that may be anything (`PBX_URL_ALLOW_PRIVATE`)
 * @throws AddressNotAllowedError
 */
export function assertRecordingUrl(url: URL, pbxUrl: string, exemptOrigin: string | undefined): void {
  const isPbx = url.host === new URL(pbxUrl).host;
  if (url.origin !== exemptOrigin && !isPbx && !/(^|\.)zadarma\.com$/.test(url.hostname)) {
    throw new AddressNotAllowedError(url.host, 'not_of_the_pbx', true);
  }
  try {
    assertAllowedUrl(url, exemptOrigin);
  } catch (error) {
    throw ofLink(error);
  }
}

/** A refused address as the fault of the link that named it; any other error as it is. */
export function ofLink(error: unknown): unknown {
  return error instanceof AddressNotAllowedError
    ? new AddressNotAllowedError(error.host, error.why, true)
    : error;
}
