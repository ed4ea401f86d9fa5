import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { uuid } from '../../../test/calls';
import { renderScreen } from '../../../test/screen';
import { stubServer } from '../../../test/stub-server';
import { TranscriptSearchButton } from './transcript-search-button';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const hit = {
  callId: uuid(1),
  recordingId: uuid(701),
  startedAt: '2026-05-04T10:00:00.000Z',
  externalNumber: '+48600100200',
  contactName: null,
  employeeName: 'Anna Nowak',
  snippet: 'chcę złożyć «reklamację» dzisiaj',
  startSeconds: 12.5,
};

describe('the search in what was said', () => {
  let server: ReturnType<typeof stubServer>;
  beforeEach(() => {
    server = stubServer({
      'GET /transcripts': ({ query }) => ({
        items: query.get('q') === 'reklamac' ? [hit] : [],
        nextCursor: null,
      }),
    });
  });
  afterEach(() => server.restore());

  const open = async () => {
    await renderScreen(<TranscriptSearchButton />, { path: '/calls', address: '/calls' });
    await user.click(screen.getByRole('button', { name: 'Szukaj w rozmowach' }));
    return screen.findByRole('searchbox', { name: 'Słowa z rozmowy' });
  };

  it('asks from two letters on, and leads to the second in the call', async () => {
    const field = await open();
    await user.type(field, 'r');
    expect(screen.getByText(/co najmniej 2 znaki/)).toBeTruthy();
    await user.type(field, 'eklamac');
    const link = await screen.findByRole('link', { name: /\+48 600 100 200/ });
    expect(link.getAttribute('href')).toBe(`/calls/${uuid(1)}?recording=${uuid(701)}&at=12.5`);
    expect(screen.getByRole('button', { name: 'Zadzwoń: +48 600 100 200' })).toBeTruthy();
    expect(link.querySelector('mark')?.textContent).toBe('reklamację');
    expect(server.asked.every(({ query }) => (query.get('q') ?? '').length >= 2)).toBe(true);
  });

  it('says when nobody said it, and closes with the way to a result', async () => {
    const field = await open();
    await user.type(field, 'faktura');
    expect(await screen.findByText('W transkrypcjach nie ma takich słów.')).toBeTruthy();
    await user.clear(field);
    await user.type(field, 'reklamac');
    await user.click(await screen.findByRole('link', { name: /\+48 600 100 200/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByText('elsewhere')).toBeTruthy();
  });
});
