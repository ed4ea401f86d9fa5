import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { canonicalQuery } from './api/php-query';
import { restSignature } from './api/rest-signature';
import { readBody } from './http/answer';
import type { RunningSimulator } from './start-simulator';

/** One notification as a customer's server gets it. */
export interface ReceivedEvent {
  fields: Record<string, string>;
  signature: string | null;
  userAgent: string | null;
  contentType: string | null;
}

/** A customer's server: echoes `zd_echo`, remembers notifications, answers as told. */
export interface Receiver {
  url: string;
  events: ReceivedEvent[];
  /** Names of the events so far, with the extension where one is named. */
  names(): string[];
  answer: (fields: Record<string, string>) => object | string;
  echo: (token: string) => string;
  close(): Promise<void>;
}

async function readFields(contentType: string | null, body: string): Promise<Record<string, string>> {
  if (contentType?.startsWith('multipart/') !== true) return Object.fromEntries(new URLSearchParams(body));
  const form = await new Response(body, { headers: { 'Content-Type': contentType } }).formData();
  return Object.fromEntries(
    [...form.entries()].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  );
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    void (async () => {
      const token = new URL(request.url ?? '/', 'http://receiver').searchParams.get('zd_echo');
      if (request.method === 'GET') return response.end(receiver.echo(token ?? ''));
      const contentType = request.headers['content-type'] ?? null;
      const fields = await readFields(contentType, await readBody(request));
      const { signature, 'user-agent': userAgent } = request.headers;
      receiver.events.push({
        fields,
        contentType,
        signature: typeof signature === 'string' ? signature : null,
        userAgent: userAgent ?? null,
      });
      const answer = receiver.answer(fields);
      return response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/exec/Zadarma.notify`,
    events: [],
    names: () => receiver.events.map(({ fields }) => `${fields['event']} ${fields['internal'] ?? ''}`.trim()),
    answer: () => ({}),
    echo: (token) => token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

/** Calls a REST method with a right signature, as a well-behaved client would. */
export async function callApi(
  simulator: RunningSimulator,
  method: string,
  path: string,
  fields: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown>; text: string; headers: Headers }> {
  const query = canonicalQuery(
    Object.entries(fields).map(([name, value]) => ({ name: Buffer.from(name), value: Buffer.from(value) })),
  );
  const authorization = `${simulator.key}:${restSignature(simulator.secret, path, query)}`;
  const inUrl = method === 'GET' && query !== '';
  const response = await fetch(`${simulator.url}${path}${inUrl ? `?${query}` : ''}`, {
    method,
    headers: { Authorization: authorization, 'Content-Type': 'application/x-www-form-urlencoded' },
    ...(method === 'GET' ? {} : { body: query }),
  });
  const text = await response.text();
  const body: unknown = text.startsWith('{') && text.endsWith('}') ? JSON.parse(text) : {};
  return { status: response.status, body: body as Record<string, unknown>, text, headers: response.headers };
}
