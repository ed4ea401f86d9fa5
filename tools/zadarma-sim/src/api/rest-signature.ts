import { createHash, createHmac } from 'node:crypto';
import { canonicalQuery, parseQuery } from './php-query';

/**
 * Signature of a REST request: base64 of the 40 hex digits (not of the 20 bytes) of
 * HMAC-SHA1(path + query + md5(query), secret). `path` has its slashes as requested, no host and no query.
 */
export function restSignature(secret: string, path: string, query: string): string {
  const digest = createHash('md5').update(query).digest('hex');
  const mac = createHmac('sha1', secret)
    .update(path + query + digest)
    .digest('hex');
  return Buffer.from(mac, 'latin1').toString('base64');
}

export interface SignedRequest {
  /** As requested, without the query. */
  path: string;
  /** Query string of a GET, body of a POST, PUT or DELETE, exactly as received. */
  raw: string;
  authorization: string | undefined;
}

/**
 * Why the account would refuse this request, or `null` when it would not. The reason is for whoever debugs a client;
 * the answer on the wire says only "Not authorized".
 */
export function refusalReason(
  request: SignedRequest,
  account: { key: string; secret: string },
): string | null {
  if (request.authorization === undefined) return 'no Authorization header';
  const colon = request.authorization.indexOf(':');
  if (colon < 0) return 'Authorization is not "key:signature"';
  if (request.authorization.slice(0, colon) !== account.key) return 'unknown key';
  const canonical = canonicalQuery(parseQuery(request.raw));
  if (canonical !== request.raw) return `parameters are not written as PHP would: expected "${canonical}"`;
  const given = request.authorization.slice(colon + 1);
  if (given === restSignature(account.secret, request.path, canonical)) return null;
  return given.length === 56 ? 'wrong signature' : 'wrong signature (a right one has 56 characters)';
}
