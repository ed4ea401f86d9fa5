import { chmodSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterDirectory, encryptionKey, holdDataDirectory } from './data-directory';

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
  it('keeps the cluster in the data directory', () => {
    const dataDir = newDirectory();
    expect(clusterDirectory(dataDir, true)).toEqual({ path: join(dataDir, 'postgres'), moved: false });
  });

  it('asks an ordinary user nothing', () => {
    const home = newDirectory();
    chmodSync(home, 0o700);
    expect(clusterDirectory(home, false).moved).toBe(false);
  });
});

describe('holdDataDirectory', () => {
  it('creates a directory that other accounts can pass through', async () => {
    const dataDir = join(newDirectory(), 'data', 'demo');
    await holdDataDirectory(dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o755);
  });
});
