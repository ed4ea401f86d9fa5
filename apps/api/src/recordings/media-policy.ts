/** A host in a policy must not be able to end a directive and begin another. */
const plainOrigin = /^https?:\/\/[\w.[\]:-]+$/;

/**
 * The content security policy of the application's page, which may also play what lies at the PBX: recording links
 * lead to its host or below `zadarma.com`, nowhere else.
 *
 * @param policy of all answers, without a `media-src` of its own
 * @param pbxUrl origin of the PBX in the settings; null while they cannot be read
 */
export function withRemoteMedia(policy: string, pbxUrl: string | null): string {
  const origins = pbxUrl !== null && plainOrigin.test(pbxUrl) ? [pbxUrl] : [];
  return [policy, ['media-src', "'self'", 'blob:', 'https://*.zadarma.com', ...origins].join(' ')].join(';');
}
