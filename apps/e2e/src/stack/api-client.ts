import { administrator } from './stack';

/** A signed-in REST client, as another program would write it. */
export interface ApiClient {
  request<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  readonly cookie: string;
}

/** Signs in and keeps the session cookie. */
export async function signIn(url: string, credentials = administrator): Promise<ApiClient> {
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  });
  if (!response.ok) {
    throw new Error(`Sign-in answered ${response.status}: ${await response.text()}`);
  }
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return {
    cookie,
    async request<T>(method: string, path: string, body?: unknown) {
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          cookie,
          origin: url,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: (text ? JSON.parse(text) : undefined) as T };
    },
  };
}

/** Asks again until the answer satisfies, for at most `seconds`. */
export async function eventually<T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  seconds = 15,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer)) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `Not satisfied within ${seconds} s; last answer: ${JSON.stringify(answer).slice(0, 2000)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
