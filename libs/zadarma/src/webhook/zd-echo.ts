const harmlessToken = /^[A-Za-z0-9_.-]{1,128}$/;

/** The `zd_echo` token if it can be reflected without becoming an injection point, else undefined. */
export function echoToken(value: unknown): string | undefined {
  return typeof value === 'string' && harmlessToken.test(value) ? value : undefined;
}
