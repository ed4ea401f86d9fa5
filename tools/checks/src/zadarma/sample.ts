import type { Shape } from './description';

/** A value of the shape, from its examples as far as there are some. */
export function sampleOf(shape: Shape): unknown {
  const [variant] = shape.oneOf ?? shape.anyOf ?? [];
  if (variant) {
    return sampleOf(variant);
  }
  if (shape.properties) {
    return Object.fromEntries(Object.entries(shape.properties).map(([name, one]) => [name, sampleOf(one)]));
  }
  if (shape.example !== undefined) {
    return shape.example;
  }
  if (shape.enum) {
    return shape.enum[0];
  }
  return byType(shape);
}

function byType({ type, items }: Shape): unknown {
  switch (type) {
    case 'array':
      return items ? [sampleOf(items)] : [];
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'object':
      return {};
    default:
      return 'text';
  }
}
