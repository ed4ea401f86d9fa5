import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startTestApi, type TestApi, type Visitor, visitors } from './testing/test-api';

const everybody: readonly Visitor[] = visitors;
const people: readonly Visitor[] = ['agent', 'admin'];
const insiders: readonly Visitor[] = ['agent', 'admin', 'readKey', 'writeKey', 'adminKey'];
const writers: readonly Visitor[] = ['agent', 'admin', 'writeKey', 'adminKey'];
const importers: readonly Visitor[] = ['admin', 'writeKey', 'adminKey'];
const administrators: readonly Visitor[] = ['admin', 'adminKey'];

/** Who may use which route. Written by hand: it must not follow from the code it checks. */
const table: Readonly<Record<string, readonly Visitor[]>> = {
  'GET /healthz': everybody,
  'GET /readyz': everybody,
  'GET /metrics': everybody,
  'GET /api/openapi.json': everybody,
  'GET /api/docs': everybody,
  'GET /*': everybody,
  'GET /phone': everybody,

  'GET /exec/Zadarma.notify': everybody,
  'POST /exec/Zadarma.notify': everybody,

  'GET /api/v1/setup': everybody,
  'POST /api/v1/setup': everybody,
  'POST /api/v1/auth/login': everybody,
  'POST /api/v1/auth/logout': everybody,
  'GET /api/v1/auth/me': people,
  'PATCH /api/v1/auth/me': people,

  'GET /api/v1/employees': insiders,
  'POST /api/v1/employees': administrators,
  'GET /api/v1/employees/:id': insiders,
  'PATCH /api/v1/employees/:id': administrators,

  'GET /api/v1/api-keys': administrators,
  'POST /api/v1/api-keys': administrators,
  'DELETE /api/v1/api-keys/:id': administrators,

  'GET /api/v1/calls': insiders,
  'GET /api/v1/calls/:id': insiders,
  'PATCH /api/v1/calls/:id': writers,
  'POST /api/v1/calls/:id/notes': writers,

  'POST /api/v1/call-requests': people,
  'GET /api/v1/call-requests/:id': insiders,

  'GET /api/v1/calls/:id/recordings': insiders,
  'POST /api/v1/recordings/:id/playback': insiders,
  'POST /api/v1/recordings/:id/fetch': insiders,
  'GET /api/v1/recordings/:id/audio': insiders,
  'PATCH /api/v1/recordings/:id': administrators,
  'GET /api/v1/recording-plays': administrators,
  'GET /api/v1/recordings/retention': administrators,
  'POST /api/v1/recordings/retention/run': administrators,
  'DELETE /api/v1/recordings/:id': administrators,
  'GET /api/v1/transcripts': insiders,
  'GET /api/v1/recordings/:id/transcript': insiders,
  'POST /api/v1/recordings/:id/transcript': writers,

  'GET /api/v1/contacts': insiders,
  'POST /api/v1/contacts': writers,
  'POST /api/v1/contacts/import': importers,
  'PUT /api/v1/contacts/external/:source/:externalId': importers,
  'GET /api/v1/contacts/:id': insiders,
  'PATCH /api/v1/contacts/:id': writers,
  'DELETE /api/v1/contacts/:id': writers,

  'GET /api/v1/pbx': insiders,
  'POST /api/v1/pbx/sync': administrators,
  'PATCH /api/v1/pbx/extensions/:number': administrators,

  'GET /api/v1/settings/zadarma': administrators,
  'PUT /api/v1/settings/zadarma': administrators,
  'POST /api/v1/settings/zadarma/test': administrators,
  'GET /api/v1/settings/zadarma/webhook': administrators,
  'POST /api/v1/settings/zadarma/webhook': administrators,
  'DELETE /api/v1/settings/zadarma/webhook': administrators,

  'GET /api/v1/webrtc/session': people,
  'GET /api/v1/settings/zadarma/webrtc-domain': administrators,
  'POST /api/v1/settings/zadarma/webrtc-domain': administrators,
  'DELETE /api/v1/settings/zadarma/webrtc-domain': administrators,

  'GET /api/v1/live': insiders,

  'GET /api/v1/journal': administrators,
  'POST /api/v1/journal/:id/replay': administrators,
};

const streams = ['GET /api/v1/live'];
const endsTheSession = 'POST /api/v1/auth/logout';
const accessCodes = ['not_signed_in', 'forbidden', 'invalid_api_key'];
const nothing = '0196f000-0000-7000-8000-000000000000';

/** The documentation's page brings files of its own; they count as one route. */
function keyOf(method: string, url: string): string {
  return `${method} ${url.startsWith('/api/docs') ? '/api/docs' : url}`;
}

describe('access to the API', () => {
  const routes = new Set<string>();
  let api: TestApi;

  beforeAll(async () => {
    const webDirectory = mkdtempSync(join(tmpdir(), 'callboard-web-'));
    writeFileSync(join(webDirectory, 'index.html'), '<!doctype html>');
    writeFileSync(join(webDirectory, 'phone.html'), '<!doctype html>');
    api = await startTestApi({
      webDirectory,
      onRoute: ({ method, url }) =>
        [method]
          .flat()
          .filter((name) => name !== 'HEAD')
          .forEach((name) => routes.add(keyOf(name, url))),
    });
  });

  afterAll(() => api.close());

  /** What the access guard says: 401, 403, or undefined if it lets the visitor pass. */
  async function refusalOf(route: string, visitor: Visitor): Promise<number | undefined> {
    const [method = '', pattern = ''] = route.split(' ');
    const url = pattern
      .replace(/:number/g, '100')
      .replace(/:\w+/g, nothing)
      .replace('*', 'page');
    const answer = await api.request(method as 'GET', url, {
      as: visitor,
      headers: { accept: 'text/html' },
      asStream: streams.includes(route),
    });
    if (streams.includes(route) && answer.statusCode === 200) {
      answer.stream().destroy();
      return undefined;
    }
    expect(answer.statusCode === 503 || answer.statusCode < 500).toBe(true);
    const isProblem = String(answer.headers['content-type']).startsWith('application/problem+json');
    const said = streams.includes(route) ? await text(answer.stream()) : answer.body;
    const { code } = isProblem ? (JSON.parse(said) as { code: string }) : { code: '' };
    return accessCodes.includes(code) ? answer.statusCode : undefined;
  }

  it('is decided in this table for every route there is, and for no other', () => {
    expect([...routes].sort()).toEqual(Object.keys(table).sort());
  });

  const rows = Object.entries(table).sort(
    ([a], [b]) => Number(a === endsTheSession) - Number(b === endsTheSession),
  );

  it.each(rows)('%s is open to exactly %j', async (route, allowed) => {
    const outcome: Record<string, number | undefined> = {};
    const expected: Record<string, number | undefined> = {};
    for (const visitor of visitors) {
      outcome[visitor] = await refusalOf(route, visitor);
      expected[visitor] = allowed.includes(visitor) ? undefined : visitor === 'nobody' ? 401 : 403;
    }
    expect(outcome).toEqual(expected);
  });

  it('is refused with a key that is not one of ours, even with a valid cookie', async () => {
    const answer = await api.request('GET', '/api/v1/employees', {
      as: 'admin',
      headers: { authorization: `Bearer cb_${'x'.repeat(43)}` },
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([401, { code: 'invalid_api_key' }]);
  });
});
