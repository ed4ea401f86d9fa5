import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';

/** One request as it came over the wire. */
export interface SeenRequest {
  readonly method: string;
  /** Path with query, byte for byte. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the stand-in answers: `METHOD /path/` → body, or full control. */
export type Answers = Record<string, object | ((response: ServerResponse, request: SeenRequest) => void)>;

/** A plain HTTP server that plays Zadarma's API for a spec. */
export class PbxServer {
  readonly seen: SeenRequest[] = [];
  answers: Answers = {};

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PbxServer> {
    const server = createServer();
    const pbx = new PbxServer(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        pbx.respond({ method, url, headers, body }, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return pbx;
  }

  get url(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** `METHOD /path/` of every request so far. */
  get asked(): string[] {
    return this.seen.map(({ method, url }) => `${method} ${url.split('?')[0]}`);
  }

  reset(answers: Answers): void {
    this.seen.length = 0;
    this.answers = answers;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private respond(request: SeenRequest, response: ServerResponse): void {
    this.seen.push(request);
    const answer = this.answers[`${request.method} ${request.url.split('?')[0]}`];
    if (typeof answer === 'function') {
      answer(response, request);
    } else {
      response.statusCode = answer ? 200 : 404;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer ?? { status: 'error', message: 'Not found' }));
    }
  }
}
