import { type Endpoint, parseLossless } from '@callboard/zadarma';
import { type Operation, pathKey } from './description';
import { sampleOf } from './sample';

/** What was compared, and what does not fit. */
export interface Finding {
  readonly what: string;
  readonly problems: readonly string[];
}

/** Compares every method of our client with the description: address, parameters and reading of the answer. */
export function checkClient(
  endpoints: Readonly<Record<string, Endpoint>>,
  described: readonly Operation[],
): Finding[] {
  const byKey = new Map(described.map((operation) => [pathKey(operation.method, operation.path), operation]));
  return Object.entries(endpoints).map(([name, endpoint]) => {
    const operation = byKey.get(pathKey(endpoint.method, endpoint.path));
    return {
      what: `client.${name}: ${endpoint.method} ${endpoint.path}`,
      problems: operation
        ? [...parameterProblems(endpoint, operation), ...answerProblems(endpoint, operation)]
        : ['is not described'],
    };
  });
}

function parameterProblems(endpoint: Endpoint, { parameters }: Operation): string[] {
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const sent = endpoint.parameters.flatMap((name) => {
    const place = known.get(name)?.place;
    if (place === undefined) {
      return [`sends "${name}", which is not described`];
    }
    return place === endpoint.place
      ? []
      : [`sends "${name}" in the ${endpoint.place}, described in the ${place}`];
  });
  const unsent = parameters
    .filter(({ name, required }) => required && !endpoint.parameters.includes(name))
    .map(({ name }) => `never sends "${name}", which is required`);
  return [...sent, ...unsent];
}

/** Every described example must be readable, sent as described and with every scalar as text. */
function answerProblems({ answer }: Endpoint, { answers }: Operation): string[] {
  return answers.flatMap((shape) => {
    const sample = { ...(sampleOf(shape) as object), status: 'success' };
    return [sample, asTexts(sample)].flatMap((value) => {
      const read = answer.safeParse(parseLossless(JSON.stringify(value)));
      return read.success
        ? []
        : read.error.issues.map(({ path, message }) => `cannot read "${path.join('.')}": ${message}`);
    });
  });
}

function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(asTexts);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asTexts(item)]));
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
