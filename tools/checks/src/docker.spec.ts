import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { run as lintDockerfile } from 'dockerfilelint';
import { parse } from 'yaml';

const root = join(__dirname, '../../..');
const dockerfile = readFileSync(join(root, 'docker/Dockerfile'), 'utf8');
const composeText = readFileSync(join(root, 'docker/compose.yml'), 'utf8');

interface Compose {
  services: Record<string, { command?: string[]; build?: { target: string }; environment?: object }>;
  volumes: Record<string, unknown>;
}
const compose = parse(composeText, { merge: true }) as Compose;

/** Errors against the Compose Specification and against good practice; the order of keys is our own affair. */
function composeProblems(file: string): unknown[] {
  const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] });
  const messages = linter.lintFiles([file], false).flatMap((result) => result.messages);
  return messages.filter(({ type }) => type === 'error').map(({ rule, message }) => `${rule}: ${message}`);
}

/** The linter does not know that a stage may build on an earlier one, which has no tag. */
function dockerfileProblems(text: string): unknown[] {
  const stages = [...text.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
  return lintDockerfile(root, text).filter(({ rule, line }) => {
    const base = /^FROM (\S+)/.exec(text.split('\n')[line - 1] ?? '')?.[1];
    return !(rule === 'missing_tag' && stages.includes(base));
  });
}

describe('docker/Dockerfile', () => {
  it('has nothing for the linter to say', () => {
    expect(dockerfileProblems(dockerfile)).toEqual([]);
  });

  it('is really linted', () => {
    expect(dockerfileProblems('FROM node\nRUN apt-get install curl')).not.toEqual([]);
  });

  it.each(['api', 'worker'])('builds %s as an image that does not run as root', (target) => {
    const stages = dockerfile.split(/^FROM /m);
    const runtime = stages.find((stage) => stage.includes(' AS runtime'));
    expect(runtime).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(new RegExp(`^FROM runtime AS ${target}$`, 'm'));
    expect(stages.find((stage) => stage.includes(` AS ${target}\n`))).not.toMatch(/^USER /m);
  });
});

describe('docker/compose.yml', () => {
  it('fits the Compose Specification', () => {
    expect(composeProblems(join(root, 'docker/compose.yml'))).toEqual([]);
  });

  it('is really compared with the specification', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'callboard-compose-')), 'compose.yml');
    writeFileSync(file, 'services:\n  api:\n    imagee: callboard\n');
    expect(composeProblems(file)).toEqual([expect.stringContaining('invalid-schema')]);
  });

  it('builds targets that the Dockerfile has', () => {
    const targets = Object.values(compose.services).flatMap(({ build }) => (build ? [build.target] : []));
    expect(new Set(targets)).toEqual(new Set(['api', 'worker']));
    for (const target of targets) {
      expect(dockerfile).toMatch(new RegExp(` AS ${target}$`, 'm'));
    }
  });

  it('keeps the queue in an append-only file on a named volume', () => {
    expect(compose.services.valkey?.command).toEqual(expect.arrayContaining(['--appendonly', 'yes']));
    expect(compose.volumes).toHaveProperty('valkey');
  });

  it('names every variable that docker/README.md describes, and no other', () => {
    const used = new Set([...composeText.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name));
    const readme = readFileSync(join(root, 'docker/README.md'), 'utf8');
    const described = readme
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
    expect(new Set(described)).toEqual(used);
  });
});
