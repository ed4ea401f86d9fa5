import { Algorithm, hash, type Options, parseOptions, verify } from '@node-rs/argon2';

/**
 * argon2id with 19 MiB, two passes, one lane: the second of OWASP's equivalent recommendations
 * (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html).
 */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } satisfies Options;

// `Algorithm.Argon2id`, whose const enum cannot be read by a compiler that sees one file at a time.
const argon2id: Algorithm = 2;

/** A hash of the same cost as real ones, of a password nobody has. */
const decoy =
  '$argon2id$v=19$m=19456,t=2,p=1$F/RdXd/4eCo02RYlwgzOAw$2dnW0rcD6UM9NUDaG1DSAJfIEgA9O/RM7bAhGVVkhoE';

/** Hashes a password; PHC form with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, { ...parameters, algorithm: argon2id });
}

/** True if the password fits. Without a hash it takes as long as with one and is false. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? decoy, password);
  return fits && passwordHash !== null;
}

/** True if the hash was made with other parameters than today's, so that it should be replaced at the next sign-in. */
export function isOutdated(passwordHash: string): boolean {
  const { algorithm, memoryCost, timeCost, parallelism } = parseOptions(passwordHash);
  return (
    algorithm !== argon2id ||
    memoryCost !== parameters.memoryCost ||
    timeCost !== parameters.timeCost ||
    parallelism !== parameters.parallelism
  );
}
