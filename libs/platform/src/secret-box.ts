import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { DomainError } from './domain-error';

/** Where a secret is stored; bound to the ciphertext so that a value copied to another row cannot be read. */
export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

function toKey(base64: string): Key {
  const bytes = Buffer.from(base64, 'base64');
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}

const associatedData = ({ table, column, row }: SecretPlace): Buffer =>
  Buffer.from(`${table}.${column}.${row}`);

/**
 * Encrypts secrets at rest with AES-256-GCM as `v1.<keyId>.<iv>.<tag>.<text>` (base64url parts).
 *
 * Keys are base64 of 32 bytes; `previousKey` still opens old values, new ones are always written with `key`.
 */
export class SecretBox {
  private readonly current: Key;
  private readonly keys: ReadonlyMap<string, Key>;

  constructor(key: string, previousKey?: string) {
    this.current = toKey(key);
    const all = [this.current, ...(previousKey ? [toKey(previousKey)] : [])];
    this.keys = new Map(all.map((item) => [item.id, item]));
  }

  seal(plain: string, place: SecretPlace): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.current.bytes, iv);
    cipher.setAAD(associatedData(place));
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    const parts = [iv, cipher.getAuthTag(), text].map((part) => part.toString('base64url'));
    return ['v1', this.current.id, ...parts].join('.');
  }

  /** @throws DomainError `secret_unreadable` when the key is another one or the value was changed or moved. */
  open(sealed: string, place: SecretPlace): string {
    const [version, keyId, iv, tag, text] = sealed.split('.');
    const key = this.keys.get(keyId ?? '');
    if (version !== 'v1' || !key || !iv || !tag || text === undefined) {
      throw this.unreadable();
    }
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(iv, 'base64url'));
      decipher.setAAD(associatedData(place));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return decipher.update(Buffer.from(text, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw this.unreadable(cause);
    }
  }

  private unreadable(cause?: unknown): DomainError {
    return new DomainError(
      'secret_unreadable',
      'The stored secret cannot be read with the present APP_ENCRYPTION_KEY. Enter the secret again.',
      { cause },
    );
  }
}
