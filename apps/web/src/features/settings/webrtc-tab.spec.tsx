import type { WebrtcDomain } from '@callboard/contracts';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from '../../../test/screen';
import { zadarmaSettings } from '../../../test/settings';
import { Refusal, stubServer } from '../../../test/stub-server';
import { WebrtcTab } from './webrtc-tab';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const settings = zadarmaSettings();

const unknown: WebrtcDomain = {
  domain: 'calls.example.com',
  isRegistered: false,
  domains: ['other.example.com'],
  problems: [{ code: 'domain_not_registered', message: 'not registered' }],
};
const registered: WebrtcDomain = {
  ...unknown,
  isRegistered: true,
  domains: ['other.example.com', 'calls.example.com'],
  problems: [],
};

describe('the domain of the browser phone', () => {
  let server: ReturnType<typeof stubServer>;
  let state: WebrtcDomain | Refusal;
  let afterUndo: WebrtcDomain;
  beforeEach(() => {
    state = unknown;
    afterUndo = unknown;
    server = stubServer({
      'GET /settings/zadarma/webrtc-domain': () => state,
      'POST /settings/zadarma/webrtc-domain': () => (state = registered),
      'DELETE /settings/zadarma/webrtc-domain': () => (state = afterUndo),
    });
  });
  afterEach(() => server.restore());

  it('is registered by one press, and taken back by another', async () => {
    await renderScreen(<WebrtcTab settings={settings} />);
    expect(await screen.findByText(/Zadarma nie zna domeny calls.example.com/)).toBeTruthy();
    expect(screen.getByText('Pozostałe domeny na koncie: other.example.com')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Zarejestruj domenę' }));
    expect(await screen.findByText('Zadarma pozwala na telefon w domenie calls.example.com.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Cofnij rejestrację' }));
    expect(await screen.findByText(/Zadarma nie zna domeny/)).toBeTruthy();
  });

  it('says that an entry of somebody else was left', async () => {
    state = registered;
    afterUndo = registered;
    await renderScreen(<WebrtcTab settings={settings} />);
    await user.click(await screen.findByRole('button', { name: 'Cofnij rejestrację' }));
    expect(await screen.findByText(/zarejestrowano poza Callboard/)).toBeTruthy();
  });

  it('cannot be taken out where a wider one covers it', async () => {
    state = { ...registered, domains: ['example.com'] };
    await renderScreen(<WebrtcTab settings={settings} />);
    expect(await screen.findByText(/Zadarma pozwala/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Cofnij rejestrację' })).toBeNull();
  });

  it('is explained where the address itself is in the way', async () => {
    const problems = ['https_missing', 'domain_is_local'].map((code) => ({ code, message: code }));
    state = { ...unknown, domain: '192.168.1.20', problems };
    await renderScreen(<WebrtcTab settings={settings} />);
    expect(await screen.findByText(/nie udostępniają mikrofonu/)).toBeTruthy();
    expect(screen.getByText(/192.168.1.20 to adres widoczny tylko w tej sieci/)).toBeTruthy();
  });

  it('is not asked for before key and secret are stored', async () => {
    await renderScreen(<WebrtcTab settings={{ ...settings, secretIsSet: false }} />);
    expect(screen.getByText(/Zapisz najpierw klucz i sekret/)).toBeTruthy();
    expect(server.asked).toEqual([]);
  });

  it('says why Zadarma could not be asked', async () => {
    state = new Refusal(409, 'rate_limited');
    await renderScreen(<WebrtcTab settings={settings} />);
    expect((await screen.findByRole('alert')).textContent).toContain('limit na minutę');
  });
});
