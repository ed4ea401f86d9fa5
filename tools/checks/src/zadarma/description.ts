import * as z from 'zod';

/** The part of an OpenAPI schema that says which fields there are and of what kind. */
export interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly oneOf?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly nullable?: boolean;
}

const shape: z.ZodType<Shape> = z.lazy(() =>
  z.looseObject({
    type: z.string().optional(),
    properties: z.record(z.string(), shape).optional(),
    required: z.array(z.string()).optional(),
    items: shape.optional(),
    oneOf: z.array(shape).optional(),
    anyOf: z.array(shape).optional(),
    enum: z.array(z.unknown()).optional(),
    example: z.unknown().optional(),
    nullable: z.boolean().optional(),
  }),
);

const content = z.record(z.string(), z.looseObject({ schema: shape.optional() }));
const operation = z.looseObject({
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().optional(),
        schema: shape.optional(),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: content.optional() })),
});
type RawOperation = z.infer<typeof operation>;

const methods = ['get', 'post', 'put', 'delete'] as const;
const document = z.looseObject({
  paths: z.record(
    z.string(),
    z.looseObject({
      get: operation.optional(),
      post: operation.optional(),
      put: operation.optional(),
      delete: operation.optional(),
    }),
  ),
});

/** A parameter as described: where it travels, and whether it must. */
export interface Parameter {
  readonly name: string;
  readonly place: 'query' | 'body';
  readonly required: boolean;
  readonly shape: Shape;
}

/** One method of the described API. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The shapes a successful answer may have. */
  readonly answers: readonly Shape[];
}

/** Reads an OpenAPI description of Zadarma's API. @throws ZodError */
export function readDescription(json: unknown): Operation[] {
  return Object.entries(document.parse(json).paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const raw = item[method];
      return raw ? [toOperation(method.toUpperCase(), path, raw)] : [];
    }),
  );
}

/** Paths are equal but for the slash at their end and the names of what is filled in. */
export const pathKey = (method: string, path: string): string =>
  `${method} ${path.replace(/\{\w+\}|:\w+/g, '*').replace(/\/$/, '')}`;

function toOperation(method: string, path: string, raw: RawOperation): Operation {
  return {
    method,
    path,
    parameters: [...queryParameters(raw), ...bodyParameters(raw)],
    answers: variants(raw.responses['200']?.content?.['application/json']?.schema),
  };
}

/** Zadarma's own file bundles the query into one object parameter; others list its fields. */
function queryParameters({ parameters }: RawOperation): Parameter[] {
  return parameters
    .filter((parameter) => parameter.in === 'query')
    .flatMap(({ name, required, schema }) =>
      schema?.properties
        ? fieldsOf(schema, 'query')
        : [{ name, place: 'query' as const, required: required ?? false, shape: schema ?? {} }],
    );
}

/** Of several forms a body may have, the first one says what is required. */
function bodyParameters({ requestBody }: RawOperation): Parameter[] {
  const [form] = Object.values(requestBody?.content ?? {});
  const all = variants(form?.schema).flatMap((one) => fieldsOf(one, 'body'));
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}

function fieldsOf({ properties = {}, required = [] }: Shape, place: Parameter['place']): Parameter[] {
  return Object.entries(properties).map(([name, one]) => ({
    name,
    place,
    required: required.includes(name),
    shape: one,
  }));
}

function variants(one: Shape | undefined): Shape[] {
  return one ? [...(one.oneOf ?? one.anyOf ?? [one])] : [];
}
