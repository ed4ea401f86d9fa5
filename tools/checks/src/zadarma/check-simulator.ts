import { type Endpoint, endpoints, parseLossless, ZadarmaTransport } from '@callboard/zadarma';
import { apiRoutes, type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import type { Finding } from './check-client';
import { type Operation, pathKey } from './description';
import { differences } from './differences';
import { sampleOf } from './sample';

interface Asked {
  readonly operation: Operation;
  readonly simulator: RunningSimulator;
  readonly transport: ZadarmaTransport;
}

/** An extension the simulated account has. */
const extension = '100';
/** What is switched on first has more to tell afterwards. */
const order: readonly string[] = ['POST', 'PUT', 'GET', 'DELETE'];
/** Examples of the description that name things the simulated account does not have. */
const ownValues: Readonly<Record<string, string>> = {
  from: extension,
  to: '+48600100200',
  sip: extension,
  pbx_number: extension,
  id: extension,
};

/**
 * Starts the simulated account and asks it every method it knows over the wire, signed. An answer must hold what the
 * description promises, and our client must be able to read it.
 */
export async function checkSimulator(described: readonly Operation[]): Promise<Finding[]> {
  const byKey = new Map(described.map((operation) => [pathKey(operation.method, operation.path), operation]));
  const simulator = await startSimulator({ rateLimits: null });
  const transport = new ZadarmaTransport();
  const findings: Finding[] = [];
  try {
    const ordered = [...apiRoutes].sort(
      (one, other) => order.indexOf(one.method) - order.indexOf(other.method),
    );
    for (const { method, path } of ordered) {
      const operation = byKey.get(pathKey(method, path));
      const problems = operation ? await ask({ operation, simulator, transport }) : ['is not described'];
      findings.push({ what: `simulator: ${method} ${path}`, problems });
    }
    return [...findings, ...unknownToSimulator()];
  } finally {
    await transport.close();
    await simulator.close();
  }
}

/** Whatever our client may ask, the simulator must know. */
function unknownToSimulator(): Finding[] {
  const simulated = new Set(apiRoutes.map(({ method, path }) => pathKey(method, path)));
  return Object.values<Endpoint>(endpoints)
    .filter(({ method, path }) => !simulated.has(pathKey(method, path)))
    .map(({ method, path }) => ({ what: `simulator: ${method} ${path}`, problems: ['is not simulated'] }));
}

async function ask({ operation, simulator, transport }: Asked): Promise<string[]> {
  const { url, key, secret } = simulator;
  const { method, parameters } = operation;
  const values = parameters
    .filter(({ required }) => required)
    .map(({ name, shape }) => [name, ownValues[name] ?? scalar(sampleOf(shape))]);
  const answer = await transport.send(
    { url, key, secret, exemptOrigin: url },
    {
      method: method as Endpoint['method'],
      path: `${operation.path.replace(/\{\w+\}/g, extension)}/`,
      parameters: Object.fromEntries(values) as Record<string, string>,
      place: parameters.some(({ place }) => place === 'body') || method === 'POST' ? 'body' : 'query',
    },
  );
  const { status, message } = JSON.parse(answer.text) as { status?: string; message?: string };
  if (answer.status === 401 || answer.status === 404 || answer.status >= 500) {
    return [`answers HTTP ${answer.status}: ${message}`];
  }
  // The examples name calls and files nobody has made; that is refused in words, and nothing is to be compared.
  return status === 'error'
    ? []
    : [...shapeProblems(operation, answer.text), ...readingProblems(operation, answer.text)];
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
