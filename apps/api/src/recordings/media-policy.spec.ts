import { withRemoteMedia } from './media-policy';

describe('the policy for media', () => {
  it('allows the host of the PBX and those of Zadarma', () => {
    expect(withRemoteMedia("default-src 'self'", 'https://pbx.example.com')).toBe(
      "default-src 'self';media-src 'self' blob: https://*.zadarma.com https://pbx.example.com",
    );
  });

  it.each([null, 'https://a;script-src *', 'https://a b', "https://'unsafe-inline'"])(
    'allows nothing more for %j',
    (pbxUrl) => {
      expect(withRemoteMedia('x', pbxUrl)).toBe("x;media-src 'self' blob: https://*.zadarma.com");
    },
  );
});
