import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@callboard/platform';
import type { OpenAPIObject } from '@nestjs/swagger';
import { startTestApi, type TestApi } from '../testing/test-api';

const employees = '/api/v1/employees';

function builtWeb(): string {
  const directory = mkdtempSync(join(tmpdir(), 'callboard-web-'));
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Callboard</title>');
  writeFileSync(join(directory, 'favicon.svg'), '<svg/>');
  writeFileSync(join(directory, 'assets/index-4f2a.js'), 'export {};');
  return directory;
}

describe('the API', () => {
  let lines = '';
  let api: TestApi;

  beforeAll(async () => {
    const log = createLog('api', 'info', { write: (line: string) => void (lines += line) });
    api = await startTestApi({ webDirectory: builtWeb(), log });
  });

  afterAll(() => api.close());

  describe('supervision', () => {
    it('says that it lives and that it is ready', async () => {
      expect((await api.request('GET', '/healthz')).json()).toEqual({ status: 'ok' });
      const ready = await api.request('GET', '/readyz');
      expect([ready.statusCode, ready.json()]).toMatchObject([
        200,
        { info: { database: { status: 'up' }, queue: { reachable: true } } },
      ]);
    });

    it('measures answers by route pattern, never by address', async () => {
      await api.request('GET', `${employees}/${api.agentId}`);
      const { body, headers } = await api.request('GET', '/metrics');
      expect(headers['content-type']).toContain('text/plain');
      expect(body).toContain('route="/api/v1/employees/:id",status="2xx"');
      expect(body).toContain('process_resident_memory_bytes');
      expect(body).not.toContain(api.agentId);
    });

    it('writes one line per answer, with the id it gave and without the query', async () => {
      const answer = await api.request('GET', `${employees}?limit=7&cursor=%2B48600100200`, {
        headers: { 'x-request-id': 'from-the-proxy-1' },
      });
      expect(answer.headers['x-request-id']).toBe('from-the-proxy-1');
      const line = lines.split('\n').find((text) => text.includes('from-the-proxy-1')) ?? '{}';
      expect(JSON.parse(line)).toMatchObject({
        method: 'GET',
        path: employees,
        status: 400,
        by: `employee:${api.adminId}`,
      });
      expect(lines).not.toContain('600100200');
    });

    it('takes no request id that could break a log', async () => {
      const answer = await api.request('GET', '/healthz', { headers: { 'x-request-id': 'x"}{ \\' } });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  describe('problems', () => {
    it('have one form, with the request id', async () => {
      const answer = await api.request('GET', '/api/v1/nothing');
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toEqual({
        type: 'about:blank',
        title: 'There is nothing here',
        status: 404,
        code: 'not_found',
        detail: 'Cannot GET /api/v1/nothing',
        requestId: answer.headers['x-request-id'],
      });
    });

    it.each([
      ['broken JSON', { payload: '{"name":', type: 'application/json' }, 400, 'malformed_request'],
      ['another content type', { payload: 'a=b', type: 'text/plain' }, 415, 'unsupported_media_type'],
      [
        'a prototype in JSON',
        { payload: '{"__proto__":{}}', type: 'application/json' },
        400,
        'malformed_request',
      ],
      ['no body', { payload: '', type: 'application/json' }, 400, 'validation_failed'],
      [
        'too much',
        { payload: JSON.stringify('x'.repeat(1_100_000)), type: 'application/json' },
        413,
        'body_too_large',
      ],
    ])('%s is refused with %#', async (_what, { payload, type }, status, code) => {
      const answer = await api.app.inject({
        method: 'POST',
        url: '/api/v1/auth/login',
        payload,
        headers: { 'content-type': type },
      });
      expect([answer.statusCode, answer.json()]).toMatchObject([status, { status, code }]);
    });

    it('name the wrong id in an address', async () => {
      const answer = await api.request('GET', `${employees}/not-an-id`);
      expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'validation_failed' }]);
    });

    it('come in the same form when an address cannot be decoded', async () => {
      const answer = await api.request('GET', '/api/v1/%zz');
      expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'malformed_request' }]);
    });
  });

  describe('browsers', () => {
    const login = (headers: Record<string, string>) =>
      api.request('POST', '/api/v1/auth/logout', {
        as: 'nobody',
        headers: { host: 'calls.test', ...headers },
      });

    it.each([
      ['another site by Origin', { origin: 'https://evil.example' }],
      ['another site by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
      ['a neighbouring host', { 'sec-fetch-site': 'same-site', origin: 'http://other.calls.test' }],
      ['a sandboxed frame', { origin: 'null' }],
    ])('may not write from %s', async (_from, headers) => {
      const answer = await login(headers);
      expect([answer.statusCode, answer.json()]).toMatchObject([403, { code: 'origin_refused' }]);
    });

    it.each([
      ['our own page', { origin: 'http://calls.test', 'sec-fetch-site': 'same-origin' }],
      ['our own page, in an older browser', { origin: 'http://calls.test' }],
      ['PUBLIC_URL, behind a proxy that hides its name', { origin: 'http://localhost:0' }],
      ['a program that is no browser', {}],
    ])('may write from %s', async (_from, headers) => {
      expect((await login(headers)).statusCode).toBe(204);
    });

    it('need no origin when a key proves the request', async () => {
      const payload = { name: 'x', scope: 'read' };
      const headers = { origin: 'https://crm.example' };
      const answer = await api.request('POST', '/api/v1/api-keys', { as: 'adminKey', payload, headers });
      expect(answer.statusCode).toBe(201);
    });

    it('run only our own scripts, in no frame of others', async () => {
      const policy = String(
        (await api.request('GET', '/', { headers: { accept: 'text/html' } })).headers[
          'content-security-policy'
        ],
      );
      const directives = Object.fromEntries(
        policy
          .split(';')
          .map((part) => [part.trim().split(' ')[0], part.trim().split(' ').slice(1).join(' ')]),
      );
      expect(directives).toMatchObject({
        'default-src': "'self'",
        'script-src': "'self'",
        'script-src-attr': "'none'",
        'object-src': "'none'",
        'base-uri': "'self'",
        'frame-ancestors': "'none'",
        // Recordings play straight from Zadarma, or from wherever the PBX is set to be.
        'media-src': "'self' blob: https://*.zadarma.com https://api.zadarma.com",
      });
      expect(policy).not.toContain('unsafe-eval');
    });

    it('keep no copy of what the REST interface answers', async () => {
      expect((await api.request('GET', employees)).headers['cache-control']).toBe('no-store');
    });
  });

  describe('the web application', () => {
    const open = (url: string, accept = 'text/html,*/*') =>
      api.request('GET', url, { as: 'nobody', headers: { accept } });

    it.each(['/', '/calls', '/settings/zadarma?tab=pbx', '/contacts/0196'])('opens at %s', async (url) => {
      const answer = await open(url);
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-cache']);
      expect(answer.body).toContain('<title>Callboard</title>');
    });

    it('keeps hashed files for a year', async () => {
      const answer = await open('/assets/index-4f2a.js', '*/*');
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(answer.headers['set-cookie']).toBeUndefined();
    });

    it.each([
      '/assets/index-old.js',
      '/assets/',
      '/assets/..%2findex.html',
      '/assets/..%5cindex.html',
      '/assets/..%2f..%2f..%2fetc%2fpasswd',
      '/assets/index-4f2a.js%00',
      '/api/v1/nothing',
      '/api/nothing',
      '/exec/nothing',
    ])('is not the answer to %s', async (url) => {
      const answer = await open(url);
      expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'not_found' }]);
    });

    it('serves the icon', async () => {
      expect((await open('/favicon.svg', 'image/*')).body).toBe('<svg/>');
    });
  });

  describe('its description', () => {
    it('is OpenAPI 3.1 with the schemas that check requests', async () => {
      const answer = await api.request('GET', '/api/openapi.json', { as: 'nobody' });
      const document: OpenAPIObject = answer.json();
      expect(document.openapi).toBe('3.1.0');
      expect(Object.keys(document.paths)).toContain('/api/v1/employees/{id}');
      expect(document.components?.schemas).toHaveProperty('Employee.properties.email');
      expect(document.components?.schemas).toHaveProperty('Problem.properties.code');
    });

    it('can be read in a browser under our own policy', async () => {
      const page = await api.request('GET', '/api/docs', { headers: { accept: 'text/html' } });
      expect(page.statusCode).toBe(200);
      expect(page.body).not.toMatch(/<script>|<script [^>]*src=["']https?:/);
      const script = await api.request('GET', '/api/docs/swagger-ui-bundle.js');
      expect(script.statusCode).toBe(200);
    });
  });
});
