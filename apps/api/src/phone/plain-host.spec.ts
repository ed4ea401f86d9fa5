import { plainHost } from './plain-host';

describe('plainHost', () => {
  it.each([
    ['phone.example.com', 'phone.example.com'],
    ['PHONE.Example.com', 'phone.example.com'],
    ['phone.example.com.', 'phone.example.com'],
    ['phone.example.com:443', 'phone.example.com'],
    ['phone.example.com:80', 'phone.example.com'],
    ['phone.example.com.:443', 'phone.example.com'],
    ['phone.example.com:8443', 'phone.example.com:8443'],
    ['phone.example.com.:8443', 'phone.example.com:8443'],
    ['phone.example.com:4430', 'phone.example.com:4430'],
    ['127.0.0.1:3000', '127.0.0.1:3000'],
    ['127.0.0.1:80', '127.0.0.1'],
    ['[::1]:443', '[::1]'],
    ['phone.example.com.evil.example', 'phone.example.com.evil.example'],
  ])('takes %s for %s', (name, plain) => {
    expect(plainHost(name)).toBe(plain);
  });

  it.each(['https://phone.example.com', 'http://127.0.0.1:4000', 'https://[::1]:8443'])(
    'writes the host of %s as the address itself does',
    (origin) => {
      const { host } = new URL(origin);
      expect(plainHost(host)).toBe(host);
    },
  );
});
