import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { endpoints } from '@callboard/zadarma';
import { checkClient, type Finding } from './check-client';
import { checkSimulator } from './check-simulator';
import { readDescription } from './description';

/** `npm run check:zadarma -- --spec FILE`: compares client and simulator with an OpenAPI description of Zadarma. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { spec: { type: 'string' } } });
  if (!values.spec) {
    console.error('Name the description: npm run check:zadarma -- --spec FILE');
    process.exit(2);
  }
  const described = readDescription(JSON.parse(readFileSync(values.spec, 'utf8')));
  const findings: Finding[] = [...checkClient(endpoints, described), ...(await checkSimulator(described))];
  for (const { what, problems } of findings) {
    console.log(`${problems.length === 0 ? 'ok   ' : 'WRONG'} ${what}`);
    problems.forEach((problem) => console.log(`        ${problem}`));
  }
  const wrong = findings.filter(({ problems }) => problems.length > 0).length;
  console.log(`${findings.length - wrong} agree with the description, ${wrong} do not`);
  process.exit(wrong === 0 ? 0 : 1);
}

void main();
