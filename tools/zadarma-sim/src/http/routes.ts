/** A handler with the method and path pattern (`/a/:name/b`) it serves. */
export interface Route<Handler> {
  method: string;
  path: string;
  handle: Handler;
}

export interface RouteMatch<Handler> {
  route: Route<Handler>;
  parameters: Record<string, string>;
}

const segments = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = segments(pattern);
  const given = segments(path);
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] as string;
    if (segment.startsWith(':')) parameters[segment.slice(1)] = decodeURIComponent(value);
    else if (segment !== value) return null;
  }
  return parameters;
}

/** The first route for this request; a trailing slash makes no difference. */
export function findRoute<Handler>(
  routes: readonly Route<Handler>[],
  method: string,
  path: string,
): RouteMatch<Handler> | null {
  for (const route of routes) {
    const parameters = route.method === method ? matchPath(route.path, path) : null;
    if (parameters !== null) return { route, parameters };
  }
  return null;
}
