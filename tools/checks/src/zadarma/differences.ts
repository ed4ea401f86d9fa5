import type { Shape } from './description';

/**
 * What of the described fields a value lacks, or has in another kind. Zadarma sends numbers and flags as text and the
 * reverse, so only the kind a text cannot stand for counts; fields nobody described are welcome.
 */
export function differences(shape: Shape, value: unknown, path = ''): string[] {
  const [first, ...others] = shape.oneOf ?? shape.anyOf ?? [];
  if (first) {
    return others.reduce(
      (best, variant) => fewer(best, differences(variant, value, path)),
      differences(first, value, path),
    );
  }
  return value === null && shape.nullable ? [] : ofKind(shape, value, path);
}

const fewer = (one: string[], other: string[]): string[] => (other.length < one.length ? other : one);

function ofKind(shape: Shape, value: unknown, path: string): string[] {
  if (shape.type === 'object' || shape.properties) {
    return isRecord(value) ? inRecord(shape, value, path) : [`${path || 'the answer'} is no object`];
  }
  if (shape.type === 'array') {
    return Array.isArray(value) ? inList(shape.items ?? {}, value, path) : [`${path} is no list`];
  }
  return isScalarOf(shape, value) ? [] : [`${path} is ${JSON.stringify(value)}, not ${shape.type}`];
}

function inList(items: Shape, value: readonly unknown[], path: string): string[] {
  return value.flatMap((item, index) => differences(items, item, `${path}.${index}`));
}

function inRecord(shape: Shape, value: Readonly<Record<string, unknown>>, path: string): string[] {
  const prefix = path ? `${path}.` : '';
  const missing = (shape.required ?? []).filter((name) => value[name] === undefined);
  const wrong = Object.entries(shape.properties ?? {}).flatMap(([name, one]) =>
    value[name] === undefined ? [] : differences(one, value[name], `${prefix}${name}`),
  );
  return [...missing.map((name) => `${prefix}${name} is missing`), ...wrong];
}

function isScalarOf({ type }: Shape, value: unknown): boolean {
  switch (type) {
    case 'integer':
    case 'number':
      return value !== '' && Number.isFinite(Number(value));
    case 'boolean':
      return ['true', 'false', '0', '1'].includes(String(value));
    default:
      return ['string', 'number', 'boolean'].includes(typeof value) || type === undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
