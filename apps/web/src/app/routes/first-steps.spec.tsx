import { screen, waitFor } from '@testing-library/react';
import { renderScreen } from '../../../test/screen';
import { zadarmaSettings } from '../../../test/settings';
import { stubServer } from '../../../test/stub-server';
import { FirstSteps } from './first-steps';

describe('the first steps', () => {
  let server: ReturnType<typeof stubServer>;
  afterEach(() => server.restore());

  it('lead to the connection while there is none', async () => {
    server = stubServer({ 'GET /settings/zadarma': () => zadarmaSettings({ key: '', secretIsSet: false }) });
    await renderScreen(<FirstSteps />);
    const way = await screen.findByRole('link', { name: 'Połącz' });
    expect(way.getAttribute('href')).toBe('/settings/zadarma');
  });

  it('are none once there is one', async () => {
    server = stubServer({ 'GET /settings/zadarma': () => zadarmaSettings({ key: 'k', secretIsSet: true }) });
    const { client } = await renderScreen(<FirstSteps />);
    await waitFor(() => expect(client.isFetching()).toBe(0));
    expect(screen.queryByRole('link')).toBeNull();
  });
});
