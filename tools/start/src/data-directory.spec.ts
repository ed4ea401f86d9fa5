import { chmodSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterDirectory, encryptionKey } from './data-directory';

const newDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'callboard-start-'));
  chmodSync(directory, 0o755);
  return directory;
};

describe('encryptionKey', () => {
  it('makes a key of 32 bytes that only its owner may read, and keeps it', () => {
    const directory = newDirectory();
    const key = encryptionKey(directory);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(statSync(join(directory, 'encryption-key')).mode & 0o777).toBe(0o600);
    expect(encryptionKey(directory)).toBe(key);
  });
});

describe('clusterDirectory', () => {
  it('keeps the cluster in the data directory and makes that reachable', () => {
    const dataDir = join(newDirectory(), 'data', 'demo');
    expect(clusterDirectory(dataDir, true)).toEqual({ path: join(dataDir, 'postgres'), moved: false });
    expect(statSync(dataDir).mode & 0o777).toBe(0o755);
  });

  it('asks an ordinary user nothing', () => {
    const home = newDirectory();
    chmodSync(home, 0o700);
    expect(clusterDirectory(join(home, 'data'), false).moved).toBe(false);
  });
});
