import { type Endpoint, endpoints, parseLossless, ZadarmaTransport } from '@callboard/zadarma';
import { apiRoutes } from '@callboard/zadarma-sim';
import type { Finding } from './check-client';
import { type Operation, pathKey } from './description';
import { differences } from './differences';
import { type PreparedAccount, prepareAccount } from './prepared-account';
import { sampleOf } from './sample';

interface Asked {
  readonly operation: Operation;
  readonly account: PreparedAccount;
  readonly transport: ZadarmaTransport;
}

/** What is switched on first has more to tell afterwards. */
const order: readonly string[] = ['POST', 'PUT', 'GET', 'DELETE'];

/**
 * Starts the simulated account and asks it every method it knows over the wire, signed. An answer must be no refusal and
 * hold what the description promises, and our client must be able to read it.
 */
export async function checkSimulator(described: readonly Operation[]): Promise<Finding[]> {
  const byKey = new Map(described.map((operation) => [pathKey(operation.method, operation.path), operation]));
  const account = await prepareAccount();
  const transport = new ZadarmaTransport();
  const findings: Finding[] = [];
  try {
    for (const { method, path } of [...apiRoutes].sort(inOrder)) {
      const operation = byKey.get(pathKey(method, path));
      const problems = operation ? await askEachWay({ operation, account, transport }) : ['is not described'];
      findings.push({ what: `simulator: ${method} ${path}`, problems });
    }
    return [...findings, ...unknownToSimulator()];
  } finally {
    await transport.close();
    await account.close();
  }
}

/** A part is removed before the whole it belongs to. */
function inOrder(one: Route, other: Route): number {
  const byMethod = order.indexOf(one.method) - order.indexOf(other.method);
  return byMethod === 0 && one.method === 'DELETE' ? other.path.length - one.path.length : byMethod;
}

type Route = (typeof apiRoutes)[number];

/** Whatever our client may ask, the simulator must know. */
function unknownToSimulator(): Finding[] {
  const simulated = new Set(apiRoutes.map(({ method, path }) => pathKey(method, path)));
  return Object.values<Endpoint>(endpoints)
    .filter(({ method, path }) => !simulated.has(pathKey(method, path)))
    .map(({ method, path }) => ({ what: `simulator: ${method} ${path}`, problems: ['is not simulated'] }));
}

async function askEachWay(asked: Asked): Promise<string[]> {
  const { operation, account } = asked;
  const required = operation.parameters
    .filter(({ required }) => required)
    .map(({ name, shape }) => [name, account.values[name] ?? scalar(sampleOf(shape))] as const);
  const ways = account.ways[pathKey(operation.method, operation.path)] ?? [Object.fromEntries(required)];
  const problems: string[] = [];
  for (const fields of ways) {
    problems.push(...(await ask(asked, fields)));
  }
  return problems;
}

async function ask(
  { operation, account, transport }: Asked,
  parameters: Readonly<Record<string, string>>,
): Promise<string[]> {
  const { url, key, secret } = account.simulator;
  const method = operation.method as Endpoint['method'];
  const inBody = operation.parameters.some(({ place }) => place === 'body') || method === 'POST';
  const path = `${operation.path.replace(/\{\w+\}/g, account.values.pbx_number ?? '')}/`;
  const answer = await transport.send(
    { url, key, secret, exemptOrigin: url },
    { method, path, parameters, place: inBody ? 'body' : 'query' },
  );
  const { status, message } = JSON.parse(answer.text) as { status?: string; message?: string };
  return answer.status === 200 && status !== 'error'
    ? [...shapeProblems(operation, answer.text), ...readingProblems(operation, answer.text)]
    : [`refuses ${JSON.stringify(parameters)} with HTTP ${answer.status}: ${message}`];
}

function shapeProblems({ answers }: Operation, text: string): string[] {
  const value: unknown = JSON.parse(text);
  const each = answers.map((shape) => differences(shape, value));
  return each.length === 0 ? [] : each.reduce((best, one) => (one.length < best.length ? one : best));
}

function readingProblems(operation: Operation, text: string): string[] {
  const key = pathKey(operation.method, operation.path);
  return Object.values<Endpoint>(endpoints)
    .filter(({ method, path }) => pathKey(method, path) === key)
    .filter(({ answer }) => !answer.safeParse(parseLossless(text)).success)
    .map(() => 'gives an answer our client cannot read');
}

function scalar(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}
