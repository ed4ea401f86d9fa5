// Reads [{ file, code }] from standard input, each code one line, lints all lines of a file as if they stood in it, and
// writes what each one breaks: [[{ rule, message }]]. A program of its own because Jest's CommonJS mode cannot load ESLint.
import { text } from 'node:stream/consumers';
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';

await createProjectGraphAsync();
const architecture = ['@nx/enforce-module-boundaries', 'no-restricted-imports', 'no-restricted-properties'];
const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => architecture.includes(ruleId),
  // None of these rules asks for types, which would take most of the time.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

const snippets = JSON.parse(await text(process.stdin));
const broken = snippets.map(() => []);
for (const file of new Set(snippets.map((snippet) => snippet.file))) {
  const lines = snippets.flatMap((snippet, index) => (snippet.file === file ? [index] : []));
  const [{ messages }] = await eslint.lintText(lines.map((index) => snippets[index].code).join('\n'), {
    filePath: file,
  });
  for (const { ruleId, message, line } of messages) {
    broken[lines[line - 1]].push({ rule: ruleId, message });
  }
}
process.stdout.write(JSON.stringify(broken));
