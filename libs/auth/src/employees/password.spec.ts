import { hash } from '@node-rs/argon2';
import { hashPassword, isOutdated, verifyPassword } from './password';

describe('passwords', () => {
  it('are hashed with argon2id and the parameters OWASP recommends, each with a salt of its own', async () => {
    const hashes = await Promise.all([hashPassword('one and the same'), hashPassword('one and the same')]);
    expect(hashes[0]).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('fit their own hash only', async () => {
    const passwordHash = await hashPassword('zażółć gęślą jaźń');
    expect(await verifyPassword(passwordHash, 'zażółć gęślą jaźń')).toBe(true);
    expect(await verifyPassword(passwordHash, 'zazolc gesla jazn')).toBe(false);
  });

  it('never fit where there is no hash', async () => {
    expect(await verifyPassword(null, '')).toBe(false);
    expect(await verifyPassword(null, 'anything')).toBe(false);
  });

  it.each([
    ['less memory', { memoryCost: 8192 }],
    ['fewer passes', { timeCost: 1 }],
    ['other lanes', { parallelism: 2 }],
  ])('are outdated with %s', async (_what, other) => {
    const today = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
    expect(isOutdated(await hash('secret', { ...today, ...other }))).toBe(true);
    expect(isOutdated(await hash('secret', today))).toBe(false);
  });
});
