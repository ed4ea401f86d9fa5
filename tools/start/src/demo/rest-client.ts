/** Speaks to our own REST interface as one signed-in person. */
export class RestClient {
  private cookie = '';

  /** `origin` is the address people use, which writes must come from. */
  constructor(
    private readonly url: string,
    private readonly origin: string,
  ) {}

  async signIn(email: string, password: string): Promise<void> {
    const response = await this.send('POST', '/auth/login', { email, password });
    this.cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.send('GET', path)).json()) as T;
  }

  /** @returns the answer's body; undefined if it has none. */
  async write<T = void>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): Promise<T> {
    const text = await (await this.send(method, path, body)).text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  private async send(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        origin: this.origin,
        cookie: this.cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    if (!response.ok) {
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    }
    return response;
  }
}
