import { isDeepStrictEqual } from 'node:util';

type Fields = Readonly<Record<string, unknown>>;

/** The fields whose value differs, `routing.enabled` for one within another, with their new values. */
export function changedFields(before: object, after: object): Fields {
  const known = flat(before);
  return Object.fromEntries(
    Object.entries(flat(after)).filter(([path, value]) => !isDeepStrictEqual(value, known[path])),
  );
}

function flat(fields: object, prefix = ''): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(flat(value, `${prefix}${name}.`))
        : [[`${prefix}${name}`, value]],
    ),
  );
}
