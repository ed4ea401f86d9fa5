// `npm install` leaves a package out of the lock file when the registry lacks it for some platform; `npm ci` then fails
// on every machine. This finds such gaps, and versions that are not pinned. Node's own modules only.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(dirname(import.meta.dirname));
const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const { packages } = read('package-lock.json');
const manifest = read('package.json');

const problems = [...missingOptionalPackages(), ...unpinnedVersions(), ...unlockedDependencies()];
for (const problem of problems) {
  console.error(problem);
}
console.log(`package-lock.json: ${Object.keys(packages).length} entries, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

function missingOptionalPackages() {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isLockedFor(path, name))
      .map((name) => `${path || 'the root'} needs ${name}, which the lock file lacks`),
  );
}

/** Looks for the package as Node would: in the folder's own node_modules, then in each one above. */
function isLockedFor(path, name) {
  const steps = path.split('/node_modules/');
  const folders = steps.map((_, index) => steps.slice(0, steps.length - index).join('/node_modules/'));
  return [...folders.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`].some(
    (candidate) => candidate in packages,
  );
}

function ownDependencies() {
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
}

function unpinnedVersions() {
  return ownDependencies()
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: pin ${name} to one version instead of ${version}`);
}

function unlockedDependencies() {
  return ownDependencies()
    .filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version)
    .map(([name, version]) => `package.json wants ${name} ${version}; run npm install to lock it`);
}
