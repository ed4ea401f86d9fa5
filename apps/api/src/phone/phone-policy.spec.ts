import { phonePolicy } from './phone-policy';

const policy = (...scriptUrls: string[]) =>
  phonePolicy({ scriptUrls, applicationOrigin: 'https://crm.example.com', isSecure: true });

describe('the policy of the phone’s page', () => {
  it('opens Zadarma’s further hosts to Zadarma’s own widget only', () => {
    expect(policy('https://my.zadarma.com/a.js')).toContain('wss:');
    expect(policy('https://my.zadarma.com.evil.example/a.js')).not.toContain('wss:');
    expect(policy('https://evilzadarma.com/a.js')).not.toContain('wss:');
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
