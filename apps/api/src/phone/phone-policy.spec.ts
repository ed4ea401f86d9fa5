import { phonePolicy } from './phone-policy';

const policy = (...scriptUrls: string[]) =>
  phonePolicy({ scriptUrls, applicationOrigin: 'https://crm.example.com', isSecure: true });

describe('the policy of the phone’s page', () => {
  it('opens Zadarma’s further hosts to Zadarma’s own widget only', () => {
    const everywhere = / wss:;/;
    expect(policy('https://my.zadarma.com/a.js')).toMatch(everywhere);
    expect(policy('https://my.zadarma.com.evil.example/a.js')).not.toMatch(everywhere);
    expect(policy('https://evilzadarma.com/a.js')).not.toMatch(everywhere);
  });

  it('lets a widget from elsewhere open sockets to where it comes from', () => {
    const connections = /connect-src ([^;]*)/.exec(
      policy(
        'https://phone.example.org/a.js',
        'https://phone.example.org/b.js',
        'http://127.0.0.1:4010/c.js',
      ),
    )?.[1];
    expect(connections?.split(' ')).toEqual([
      "'self'",
      'https://phone.example.org',
      'http://127.0.0.1:4010',
      'wss://phone.example.org',
      'ws://127.0.0.1:4010',
    ]);
  });

  it.each([
    'https://a;script-src-elem.example/x.js',
    'https://a,b.example/x.js',
    "https://'self'.example/x.js",
  ])('lets %s begin no directive of its own', (url) => {
    expect(policy(url)).toBe(policy());
  });

  it('forbids everything that nobody asked for', () => {
    expect(policy()).toMatch(/^default-src 'none';/);
    expect(policy()).toContain("object-src 'none'");
    expect(policy()).toContain("base-uri 'none'");
  });
});
