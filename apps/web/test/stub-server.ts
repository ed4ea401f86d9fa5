/** What the stub was asked. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  headers: Readonly<Record<string, string>>;
}

type Answer = unknown;
type Handler = (asked: Asked) => Answer;

/** An answer other than 200. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly more: Record<string, unknown> = {},
  ) {}
}

/** An answer that never comes. */
export const silence = Symbol('silence');

/**
 * Stands in for the REST interface: routes like `GET /calls/:id` below `/api/v1`, answered as JSON.
 * A handler that returns a {@link Refusal} answers problem+json, one that returns {@link silence} nothing; an unknown route
 * fails the request.
 */
export function stubServer(routes: Record<string, Handler>): { asked: Asked[]; restore: () => void } {
  const asked: Asked[] = [];
  const before = globalThis.fetch;
  globalThis.fetch = ((input: string, init: RequestInit = {}) => {
    const url = new URL(input, 'http://localhost');
    const request: Asked = {
      method: init.method ?? 'GET',
      path: url.pathname.replace('/api/v1', ''),
      query: url.searchParams,
      headers: (init.headers ?? {}) as Record<string, string>,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    };
    asked.push(request);
    const handler = Object.entries(routes).find(([route]) => fits(route, request))?.[1];
    if (!handler) {
      return Promise.reject(new TypeError(`nobody answers ${request.method} ${request.path}`));
    }
    const answer = handler(request);
    return answer === silence ? untilGivenUp(init.signal) : Promise.resolve(responseOf(answer));
  }) as typeof fetch;
  return { asked, restore: () => (globalThis.fetch = before) };
}

function untilGivenUp(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

function fits(route: string, { method, path }: Asked): boolean {
  const [wanted, pattern = ''] = route.split(' ');
  return wanted === method && new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path);
}

function responseOf(answer: Answer): Response {
  const refusal = answer instanceof Refusal ? answer : undefined;
  const status = refusal?.status ?? 200;
  const body = refusal
    ? { type: 'about:blank', title: refusal.code, status, code: refusal.code, ...refusal.more }
    : answer;
  return {
    ok: status < 400,
    status,
    json: () => Promise.resolve(JSON.parse(JSON.stringify(body))),
  } as Response;
}
