import { type Endpoint, endpoints } from '@callboard/zadarma';
import { apiRoutes } from '@callboard/zadarma-sim';
import { checkClient } from './check-client';
import { checkSimulator } from './check-simulator';
import { readDescription } from './description';
import { differences } from './differences';

const text = { type: 'string', example: 'x' };
const json = (schema: object) => ({ 200: { content: { 'application/json': { schema } } } });

const description = {
  openapi: '3.0.3',
  paths: {
    '/v1/info/balance': {
      get: {
        responses: json({
          type: 'object',
          required: ['status', 'balance', 'currency'],
          properties: { status: text, balance: { type: 'number', example: 10.34 }, currency: text },
        }),
      },
    },
    '/v1/webrtc/get_key': {
      get: {
        parameters: [{ name: 'sip', in: 'query', required: true, schema: text }],
        responses: json({ type: 'object', required: ['key'], properties: { key: text } }),
      },
    },
    '/v1/pbx/callinfo/url': {
      post: {
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: { type: 'object', required: ['url'], properties: { url: text } },
            },
          },
        },
        responses: json({ type: 'object', properties: { url: text } }),
      },
    },
  },
};

const { balance, webrtcKey, setCallinfoUrl } = endpoints;
const described = readDescription(description);
const problemsOf = (endpoint: Endpoint) => checkClient({ endpoint }, described)[0]?.problems;

describe('check:zadarma', () => {
  it('finds nothing to say about a client that follows the description', () => {
    for (const endpoint of [balance, webrtcKey, setCallinfoUrl]) {
      expect(problemsOf(endpoint)).toEqual([]);
    }
  });

  it.each<[string, Endpoint, string]>([
    ['another path', { ...balance, path: '/v1/info/saldo/' }, 'is not described'],
    ['another method', { ...balance, method: 'POST' }, 'is not described'],
    [
      'an unknown parameter',
      { ...balance, parameters: ['format'] },
      'sends "format", which is not described',
    ],
    ['a missing parameter', { ...webrtcKey, parameters: [] }, 'never sends "sip", which is required'],
    [
      'a parameter in another place',
      { ...setCallinfoUrl, place: 'query' },
      'sends "url" in the query, described in the body',
    ],
    ['an answer it cannot read', { ...balance, answer: webrtcKey.answer }, 'cannot read "key"'],
  ])('notices %s', (_, endpoint, problem) => {
    expect(problemsOf(endpoint)?.join()).toContain(problem);
  });

  it('asks the simulator over the wire, and notices what the description does not promise', async () => {
    const findings = await checkSimulator(described);
    const of = (what: string) => findings.find((finding) => finding.what === `simulator: ${what}`)?.problems;
    expect(of('GET /v1/info/balance')).toEqual([]);
    expect(of('GET /v1/webrtc/get_key')).toEqual([]);
    expect(of('GET /v1/tariff')).toEqual(['is not described']);
    expect(findings.length).toBe(apiRoutes.length);
    const [first] = readDescription({
      paths: {
        '/v1/info/balance': {
          get: { responses: json({ type: 'object', required: ['credit'], properties: { balance: text } }) },
        },
      },
    });
    const stricter = await checkSimulator(first ? [first] : []);
    expect(stricter.find(({ what }) => what.endsWith('GET /v1/info/balance'))?.problems).toEqual([
      'credit is missing',
    ]);
  }, 60_000);

  it('holds a refusal against the simulator, for then nothing was compared', async () => {
    const findings = await checkSimulator(
      readDescription({ paths: { '/v1/webrtc/get_key': { get: { responses: json(text) } } } }),
    );
    expect(findings.find(({ what }) => what.endsWith('GET /v1/webrtc/get_key'))?.problems).toEqual([
      'refuses {} with HTTP 400: Wrong parameters!',
    ]);
  }, 60_000);

  it('compares the answers about recordings, transcripts, addresses and switches, which need something to be there', async () => {
    const promise = json({ type: 'object', required: ['promised'], properties: { promised: text } });
    const of = (path: string, method: string, ...required: string[]) => {
      const content = {
        'application/x-www-form-urlencoded': {
          schema: {
            type: 'object',
            required,
            properties: Object.fromEntries(required.map((name) => [name, text])),
          },
        },
      };
      return { [path]: { [method]: { requestBody: { content }, responses: promise } } };
    };
    const paths = [
      of('/v1/pbx/callinfo/url', 'post', 'url'),
      of('/v1/pbx/callinfo/notifications', 'post'),
      of('/v1/pbx/webhooks/url', 'post', 'url'),
      of('/v1/pbx/webhooks/hooks', 'post'),
      of('/v1/pbx/record/request', 'delete', 'call_id', 'pbx_call_id'),
      of('/v1/speech_recognition', 'put', 'call_id'),
    ];
    const findings = await checkSimulator(readDescription({ paths: Object.assign({}, ...paths) }));
    const told = findings.filter(({ problems }) => !problems.includes('is not described'));
    expect(told).toHaveLength(paths.length);
    for (const { problems } of told) {
      expect(new Set(problems)).toEqual(new Set(['promised is missing']));
    }
  }, 60_000);

  it.each([
    [{ type: 'number' }, '18.1636', 0],
    [{ type: 'boolean' }, 'true', 0],
    [{ type: 'string' }, 101, 0],
    [{ type: 'number' }, 'many', 1],
    [{ type: 'array', items: { type: 'number' } }, [1, 'x'], 1],
    [{ type: 'object', properties: {}, required: ['a', 'b'] }, { c: 1 }, 2],
    [{ oneOf: [{ type: 'array' }, { type: 'object' }] }, {}, 0],
    [{ type: 'object' }, null, 1],
    [{ type: 'object', nullable: true }, null, 0],
  ])('compares %j with %j', (shape, value, count) => {
    expect(differences(shape, value)).toHaveLength(count);
  });
});
