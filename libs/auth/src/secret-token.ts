import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes, base64url: too many to guess, so a plain hash protects them at rest. */
export function newSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256, hex: how session ids, API keys and set-up tokens are stored. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
