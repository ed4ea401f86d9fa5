import { v5 } from 'uuid';

const namespace = '6f1d3c0e-8f0b-4c7e-9a53-2d9f5b1a7c44';

/**
 * The key of a call, the same for the same call of the PBX: a rebuild from the inbox gives every call its old key, so
 * that notes, tags and links stay with it.
 */
export function callIdOf(pbxCallId: string): string {
  return v5(pbxCallId, namespace);
}
