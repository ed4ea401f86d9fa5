import { endpoints } from './endpoints';
import { parseLossless } from './lenient';
import { readAnswer, shape } from './read-answer';
import { UnexpectedAnswerError } from './zadarma.errors';

const read = (status: number, body: object | string) => {
  const reading = readAnswer({
    status,
    text: typeof body === 'string' ? body : JSON.stringify(body),
    report: {},
  });
  return reading.kind === 'failure' ? reading.error.code : reading.kind;
};

describe('readAnswer', () => {
  it.each([
    [200, { status: 'success', balance: 1 }, 'content'],
    [200, { senders: ['Teamsale'] }, 'content'],
    [200, { status: 'error', message: 'Check phone’s number' }, 'pbx_refused'],
    [400, { status: 'error', message: 'Check phone’s number' }, 'pbx_refused'],
    [404, { status: 'error', message: 'Not found' }, 'pbx_refused'],
    [401, { status: 'error', message: 'Not authorized' }, 'wrong_key'],
    [401, { status: 'error', message: 'Auth error' }, 'wrong_key'],
    [401, 'Not authorized', 'wrong_key'],
    [401, '"Not authorized"', 'wrong_key'],
    [401, ' Auth error\n', 'wrong_key'],
    [401, { message: 'Not authorized' }, 'wrong_key'],
    [403, 'Not authorized', 'not_zadarma'],
    [401, `Not authorized to pass this proxy. ${'Ask the administrator. '.repeat(5)}`, 'not_zadarma'],
    [401, '<html>', 'not_zadarma'],
    [401, { error: 'unauthorized' }, 'not_zadarma'],
    [200, { status: 'error', message: 'Not authorized' }, 'wrong_key'],
    [429, { status: 'error', message: 'You exceeded the rate limit' }, 'rate_limited'],
    [429, '', 'rate_limited'],
    [200, { status: 'error', message: 'You exceeded the rate limit by User Limits' }, 'rate_limited'],
    [500, { status: 'error', message: 'oops' }, 'gateway_trouble'],
    [502, '<html>Bad gateway</html>', 'gateway_trouble'],
    [503, '', 'gateway_trouble'],
    [200, '<html>Log in to the Wi-Fi</html>', 'not_zadarma'],
    [200, '', 'not_zadarma'],
    [200, '[]', 'not_zadarma'],
    [302, '{}', 'not_zadarma'],
    [403, '<html>Blocked</html>', 'not_zadarma'],
    [404, '<html>Not found</html>', 'not_zadarma'],
    [404, { message: 'Cannot GET /v1/info/balance/', statusCode: 404 }, 'not_zadarma'],
    [404, { status: 404, error: 'Not Found' }, 'not_zadarma'],
  ])('reads HTTP %i with %j as %s', (status, body, expected) => {
    expect(read(status, body)).toBe(expected);
  });

  it('keeps the words of a refusal', () => {
    const reading = readAnswer({
      status: 400,
      text: '{"status":"error","message":"Wrong parameters!"}',
      report: {},
    });
    expect(reading).toMatchObject({ error: { details: { pbxMessage: 'Wrong parameters!' } } });
  });
});

describe('the answers', () => {
  const parse = <Name extends keyof typeof endpoints>(name: Name, text: string) =>
    shape(endpoints[name].path, endpoints[name].answer, parseLossless(text));

  it('take numbers as numbers or as text', () => {
    expect(parse('balance', '{"balance":18.1636,"currency":"EUR"}')).toEqual(
      parse('balance', '{"balance":"18.1636","currency":"EUR"}'),
    );
    expect(parse('extensions', '{"pbx_id":123456,"numbers":[100,"101"]}')).toEqual({
      pbx_id: '123456',
      numbers: ['100', '101'],
    });
  });

  it('take flags in every spelling', () => {
    const online = (value: string) => parse('extensionStatus', `{"number":101,"is_online":${value}}`);
    expect(['true', '"true"', '"1"', '1'].map((value) => online(value))).toEqual(
      Array(4).fill({ number: '101', is_online: true }),
    );
    expect(online('"false"')).toEqual({ number: '101', is_online: false });
  });

  it('take link and links, and neither as "not ready"', () => {
    expect(parse('recordLinks', '{"link":"https://a/b.mp3"}')).toMatchObject({ links: ['https://a/b.mp3'] });
    expect(parse('recordLinks', '{"links":["https://a/1","https://a/2"]}')).toMatchObject({
      links: ['https://a/1', 'https://a/2'],
    });
    expect(parse('recordLinks', '{"status":"success"}')).toMatchObject({ links: [] });
  });

  it('keep every digit of an id that came as a JSON number', () => {
    const text = '{"stats":[{"call_id":1759098756.12265970,"callstart":"2026-03-05 10:15:00","sip":101}]}';
    expect(parse('pbxStatistics', text)).toMatchObject({
      stats: [{ call_id: '1759098756.12265970', sip: '101', pbx_call_id: '' }],
    });
  });

  it('name what is missing', () => {
    expect(() => parse('balance', '{"status":"success"}')).toThrow(UnexpectedAnswerError);
    try {
      parse('balance', '{"status":"success"}');
    } catch (error) {
      expect(error).toMatchObject({
        code: 'unexpected_answer',
        details: { path: '/v1/info/balance/', paths: ['balance', 'currency'] },
      });
    }
  });
});
