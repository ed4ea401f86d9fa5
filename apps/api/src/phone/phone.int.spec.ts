import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi, type TestApi } from '../testing/test-api';

const application = 'https://crm.example.com';
const phone = 'https://phone.example.com';

function builtWeb(): string {
  const directory = mkdtempSync(join(tmpdir(), 'callboard-web-'));
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Callboard</title>');
  writeFileSync(
    join(directory, 'phone.html'),
    '<meta name="callboard-application" content="__APPLICATION_ORIGIN__" />' +
      '<script type="module" src="/assets/phone-4f2a.js"></script>',
  );
  writeFileSync(join(directory, 'assets/phone-4f2a.js'), 'export {};');
  writeFileSync(join(directory, 'assets/index-4f2a.js'), 'export {};');
  return directory;
}

/** The directives of an answer's policy. */
function policyOf(headers: Readonly<Record<string, unknown>>): Record<string, string[]> {
  const parts = String(headers['content-security-policy']).split(';');
  const words = parts.map((part) => part.split(' '));
  return Object.fromEntries(words.map(([name = '', ...values]) => [name, values] as const));
}

const open = (api: TestApi, url: string, host: string, headers: Record<string, string> = {}) =>
  api.request('GET', url, { as: 'nobody', headers: { accept: 'text/html', host, ...headers } });

describe('the phone’s page on a host of its own', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({
      webDirectory: builtWeb(),
      variables: { PUBLIC_URL: application, PHONE_ORIGIN: phone },
    });
  });

  afterAll(() => api.close());

  it('is given to anybody, without a cookie, and knows the one origin it may talk to', async () => {
    const answer = await open(api, '/phone', 'phone.example.com');
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-cache']);
    expect(answer.body).toContain(`content="${application}"`);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('may be embedded by the application alone, and use the microphone', async () => {
    const { headers } = await open(api, '/phone', 'phone.example.com');
    expect(policyOf(headers)['frame-ancestors']).toEqual([application]);
    expect(headers['x-frame-options']).toBeUndefined();
    expect(headers['permissions-policy']).toContain('microphone=(self)');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('runs scripts of exactly the set addresses, as soon as they are set', async () => {
    const before = policyOf((await open(api, '/phone', 'phone.example.com')).headers);
    expect(before['script-src']).toEqual([
      "'self'",
      'https://my.zadarma.com',
      'https://api.zadarma.com',
      "'unsafe-inline'",
      "'unsafe-eval'",
    ]);
    expect(before['connect-src']).toEqual(
      expect.arrayContaining(['https://*.zadarma.com', 'wss://*.zadarma.com', 'wss:']),
    );
    const scriptUrls = ['https://widget.example/a.js', 'https://widget.example/b.js'];
    await api.request('PUT', '/api/v1/settings/zadarma', {
      payload: { webrtc: { scriptUrls } },
      headers: { host: 'crm.example.com' },
    });
    const after = policyOf((await open(api, '/phone', 'phone.example.com')).headers);
    expect(after['script-src']).toEqual([
      "'self'",
      'https://widget.example',
      "'unsafe-inline'",
      "'unsafe-eval'",
    ]);
    expect(JSON.stringify(after)).not.toContain('zadarma.com');
  });

  it('leaves the rest of the application strict, with the phone as its only frame', async () => {
    const { headers } = await open(api, '/calls', 'crm.example.com');
    expect(policyOf(headers)).toMatchObject({
      'script-src': ["'self'"],
      'frame-src': [phone],
      'frame-ancestors': ["'none'"],
    });
    expect(headers['x-frame-options']).toBe('DENY');
  });

  it.each(['/phone', '/phone?x=1', '/assets/phone-4f2a.js', '/healthz'])('has %s', async (url) => {
    expect((await open(api, url, 'phone.example.com')).statusCode).toBe(200);
  });

  it.each([
    '/',
    '/calls',
    '/phone/',
    '/phone.html',
    '/index.html',
    '/assets/index-4f2a.js',
    '/readyz',
    '/metrics',
    '/api/v1/auth/me',
    '/api/v1/webrtc/session',
    '/api/docs',
    '/api/openapi.json',
    '/exec/Zadarma.notify?zd_echo=x',
    '/phone/../api/v1/auth/me',
  ])('has nothing at %s', async (url) => {
    const answer = await open(api, url, 'PHONE.example.com', api.headers.admin);
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'not_found' }]);
  });

  it.each(['phone.example.com.', 'phone.example.com:443', 'phone.example.com:80', 'PHONE.example.com.:443'])(
    'is the same when it is written %s',
    async (host) => {
      expect((await open(api, '/phone', host)).statusCode).toBe(200);
      const answer = await open(api, '/api/v1/auth/me', host, api.headers.admin);
      expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'not_found' }]);
    },
  );

  it('cannot be talked out of it by a forwarded host', async () => {
    const answer = await open(api, '/api/v1/auth/me', 'phone.example.com', {
      'x-forwarded-host': 'crm.example.com',
      ...api.headers.admin,
    });
    expect(answer.statusCode).toBe(404);
  });

  it('takes no sign-in there either', async () => {
    const answer = await api.request('POST', '/api/v1/auth/login', {
      as: 'nobody',
      payload: {},
      headers: { host: 'phone.example.com' },
    });
    expect(answer.statusCode).toBe(404);
  });
});

describe('the phone’s page on the application’s own host', () => {
  it('is embedded by it, and leaves every other address as it was', async () => {
    const api = await startTestApi({ webDirectory: builtWeb(), variables: { PUBLIC_URL: application } });
    try {
      const page = await open(api, '/phone', 'crm.example.com');
      expect(policyOf(page.headers)['frame-ancestors']).toEqual([application]);
      const calls = await open(api, '/calls', 'crm.example.com');
      expect(policyOf(calls.headers)['frame-src']).toEqual(["'self'"]);
      expect((await open(api, '/phone.html', 'crm.example.com')).body).not.toContain('callboard-application');
    } finally {
      await api.close();
    }
  });
});
