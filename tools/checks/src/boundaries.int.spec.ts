import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// An integration spec because of its length: it lets ESLint judge one snippet for every forbidden edge.

const root = join(__dirname, '../../..');

interface Boundary {
  sourceTag: string;
  onlyDependOnLibsWithTags: string[];
  bannedExternalImports?: string[];
  allowedExternalImports?: string[];
}

interface Project {
  name: string;
  path: string;
  tags: string[];
  isLibrary: boolean;
}

interface Snippet {
  file: string;
  /** One line. */
  code: string;
}

interface Broken {
  rule: string | null;
  message: string;
}

const script = (name: string, input = ''): string =>
  execFileSync(process.execPath, [join(__dirname, name)], {
    cwd: root,
    input,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false' },
    maxBuffer: 1e8,
  });

const boundaries = JSON.parse(script('workspace.mjs')) as Boundary[];
const projects = ['apps', 'libs', 'tools'].flatMap((folder) =>
  readdirSync(join(root, folder)).flatMap((name) => readProject(`${folder}/${name}`)),
);
const libraries = projects.filter(({ isLibrary }) => isLibrary);

function readProject(path: string): Project[] {
  const file = join(root, path, 'package.json');
  if (!existsSync(file)) {
    return [];
  }
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
    name: string;
    exports?: object;
    nx: { tags: string[] };
  };
  return [{ name: manifest.name, path, tags: manifest.nx.tags, isLibrary: manifest.exports !== undefined }];
}

/** A package for each pattern of the table. */
const examples: Readonly<Record<string, string>> = {
  '@nestjs/*': '@nestjs/common',
  '@fastify/*': '@fastify/cookie',
  '@tanstack/*': '@tanstack/react-query',
  '@mantine/*': '@mantine/core',
  'react-*': 'react-dom',
};
const exampleOf = (pattern: string): string => examples[pattern] ?? pattern;

/** Where a snippet of the project may stand: a source file that exists, so that the parser knows it. */
function sourceFileOf({ path }: Project): string | undefined {
  const source = join(root, path, 'src');
  const files = existsSync(source) ? readdirSync(source, { recursive: true, encoding: 'utf8' }) : [];
  const file = files.find((name) => /\.tsx?$/.test(name) && !/\.(spec|e2e|d)\.tsx?$/.test(name));
  return file && join(source, file);
}

interface Edge extends Snippet {
  title: string;
}

function forbiddenEdges(boundary: Boundary): Edge[] {
  const project = projects.find(({ tags, path }) => tags.includes(boundary.sourceTag) && path);
  const file = project && sourceFileOf(project);
  if (!project || !file) {
    return [];
  }
  const strangers = libraries.filter(
    (library) =>
      library.name !== project.name &&
      !library.tags.some((tag) => boundary.onlyDependOnLibsWithTags.includes(tag)),
  );
  const packages = [
    ...(boundary.bannedExternalImports ?? []).map(exampleOf),
    ...(boundary.allowedExternalImports ? ['luxon'] : []),
  ];
  return [...strangers.map(({ name }) => name), ...packages].map((target) => ({
    title: `${boundary.sourceTag} (${project.path}) must not import ${target}`,
    file,
    code: `import '${target}';`,
  }));
}

const inProject = (path: string, code: string): Snippet => {
  const project = projects.find((one) => one.path === path);
  return { file: (project && sourceFileOf(project)) ?? '', code };
};

const onScreen = (file: string, code: string): Snippet => ({ file: join(root, 'apps/web/src', file), code });

const rooms = libraries.filter(({ tags }) => tags.includes('type:domain'));
const forbidden: readonly Edge[] = [
  ...boundaries.flatMap(forbiddenEdges),
  ...rooms.map(({ path }) => ({
    title: `${path} must not throw HTTP exceptions`,
    ...inProject(path, `import { NotFoundException } from '@nestjs/common';`),
  })),
  ...['apps/api', 'apps/worker', 'apps/web', 'libs/calls', 'libs/zadarma'].map((path) => ({
    title: `${path} must not read process.env`,
    ...inProject(path, 'process.env.HOME;'),
  })),
  ...['apps/api', 'libs/calls'].map((path) => ({
    title: `${path} must not use test helpers outside specs`,
    ...inProject(path, `import '@callboard/testing';`),
  })),
  {
    title: 'a feature of the screens must not import another',
    ...onScreen('features/calls/queries.ts', `import '../contacts/queries';`),
  },
  {
    title: 'a folder inside a feature must not import another feature',
    ...onScreen('features/calls/card/notes.tsx', `import '../../contacts/queries';`),
  },
  {
    title: 'a feature of the screens must not import the app around it',
    ...onScreen('features/calls/queries.ts', `import '../../app/session';`),
  },
  {
    title: 'shared parts of the screens must not import a feature',
    ...onScreen('shared/ui/page.tsx', `import '../../features/calls/queries';`),
  },
];

const allowed: readonly Edge[] = [
  { title: 'calls may import contacts', ...inProject('libs/calls', `import '@callboard/contacts';`) },
  { title: 'zadarma may import calls', ...inProject('libs/zadarma', `import '@callboard/calls';`) },
  {
    title: 'the worker may import messaging',
    ...inProject('apps/worker', `import '@callboard/messaging';`),
  },
  { title: 'web may import contracts', ...inProject('apps/web', `import '@callboard/contracts';`) },
  {
    title: 'a feature of the screens may import shared parts',
    ...onScreen('features/calls/queries.ts', `import '../../shared/api/client';`),
  },
  {
    title: 'platform may read process.env',
    ...inProject('libs/platform', 'process.env.HOME;'),
  },
];

describe('the boundary table', () => {
  let verdicts: Map<string, Broken[]>;

  beforeAll(() => {
    const edges = [...forbidden, ...allowed];
    const results = JSON.parse(
      script('lint-snippets.mjs', JSON.stringify(edges.map(({ file, code }) => ({ file, code })))),
    ) as Broken[][];
    verdicts = new Map(edges.map(({ title }, index) => [title, results[index] ?? []]));
  }, 180_000);

  it('is tried row by row, but for tools, which may import every library', () => {
    const untried = boundaries.filter((boundary) => forbiddenEdges(boundary).length === 0);
    expect(untried.map(({ sourceTag }) => sourceTag)).toEqual(['type:tool']);
  });

  it.each(forbidden.map(({ title }) => title))('%s', (title) => {
    // A snippet that cannot be parsed breaks no rule of ours.
    const rules = verdicts.get(title)?.map(({ rule }) => rule);
    expect(rules).toContainEqual(expect.stringMatching(/module-boundaries|no-restricted/));
  });

  it.each(allowed.map(({ title }) => title))('%s', (title) => {
    expect(verdicts.get(title)).toEqual([]);
  });
});
