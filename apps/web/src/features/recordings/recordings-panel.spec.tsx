import type { CallDetail, Me, Transcript } from '@callboard/contracts';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { callDetail, uuid } from '../../../test/calls';
import { recording } from '../../../test/recordings';
import { renderScreen, viewer } from '../../../test/screen';
import { stubServer } from '../../../test/stub-server';
import { ViewerProvider } from '../../shared/session/viewer';
import { PlayerDoor, PlayerDoorProvider } from './player-door';
import { RecordingsPanel } from './recordings-panel';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const summary = { state: 'ready', parts: 2, mayListen: true } as const;
const call = callDetail({
  recording: summary,
  recordings: [
    recording({ id: uuid(702), part: 2, state: 'deleted', reason: 'retention' }),
    recording({ state: 'ready', sizeBytes: 960_044, transcriptState: 'ready' }),
  ],
});

const transcript: Transcript = {
  recordingId: uuid(701),
  state: 'ready',
  language: 'pl',
  reason: null,
  phrases: [
    {
      speaker: 'customer',
      startSeconds: 12.5,
      endSeconds: 14,
      text: 'dzień dobry',
      words: [
        { text: 'dzień', startSeconds: 12.5, endSeconds: 13 },
        { text: 'dobry', startSeconds: 13.2, endSeconds: 14 },
      ],
    },
  ],
};

describe('the recordings of a call', () => {
  let server: ReturnType<typeof stubServer>;
  let door: PlayerDoor;
  const changed = jest.fn();
  beforeEach(() => {
    door = new PlayerDoor();
    changed.mockClear();
    server = stubServer({
      'GET /recordings/:id/transcript': () => transcript,
      'POST /recordings/:id/transcript': () => ({ ...transcript, state: 'requested', phrases: [] }),
      'PATCH /recordings/:id': () => call.recordings[1],
      'DELETE /recordings/:id': () => undefined,
      'POST /recordings/:id/fetch': () => undefined,
      'GET /recording-plays': () => ({
        items: [
          {
            id: uuid(901),
            recordingId: uuid(701),
            callId: call.id,
            employeeId: uuid(202),
            employeeName: 'Piotr Zieliński',
            apiKeyName: null,
            purpose: 'download',
            mode: 'local',
            at: '2026-05-04T11:00:00.000Z',
          },
        ],
        nextCursor: null,
      }),
    });
  });
  afterEach(() => server.restore());

  const show = (shown: CallDetail = call, role: Me['role'] = 'admin', address = '/') =>
    renderScreen(
      <ViewerProvider value={{ ...viewer, role }}>
        <PlayerDoorProvider value={door}>
          <RecordingsPanel call={shown} name="Jan Kowalski" onChanged={changed} />
        </PlayerDoorProvider>
      </ViewerProvider>,
      { address },
    );

  it('stand in order with their state, length, size and reason', async () => {
    await show();
    const panel = screen.getByRole('region', { name: 'Nagrania' });
    expect(panel.textContent).toMatch(/Część 1 Na tym serwerze1:00 · 960\s?kB.*Część 2 Usunięte/);
    expect(panel.textContent).toContain('Usunięte po okresie przechowywania');
    await user.click(screen.getByRole('button', { name: 'Odtwórz nagranie: Część 1, Jan Kowalski' }));
    expect(door.takeWish()).toMatchObject({ call: { id: call.id }, recordingId: uuid(701) });
  });

  it('play from a clicked word and from the time beside a phrase', async () => {
    await show();
    await user.click(await screen.findByText('dobry'));
    expect(door.takeWish()).toMatchObject({ recordingId: uuid(701), atSeconds: 13.2 });
    await user.click(screen.getByRole('button', { name: 'Odtwórz od 0:12' }));
    expect(door.takeWish()).toMatchObject({ atSeconds: 12.5 });
  });

  it('mark the word that is being said', async () => {
    await show();
    const word = await screen.findByText('dobry');
    const playAt = (position: number) =>
      act(() => door.report({ callId: call.id, recordingId: uuid(701), state: 'playing', position }));
    playAt(13.5);
    await waitFor(() => expect(word.dataset['now']).toBe('true'));
    playAt(12.6);
    await waitFor(() => expect(word.dataset['now']).toBeUndefined());
  });

  it('are written down on demand', async () => {
    const untold = { ...call, recordings: [recording({ state: 'ready' })] };
    await show(untold);
    expect(screen.getByText(/Zwykle trwa to kilka minut/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Zamień na tekst' }));
    expect(await screen.findByText('dobry')).toBeTruthy();
    expect(server.asked.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it.each(['expected', 'fetching'] as const)('are not written down while %s', async (state) => {
    await show({ ...call, recordings: [recording({ state })] });
    expect(screen.getByText(/gdy nagranie będzie gotowe/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Zamień na tekst' })).toBeNull();
  });

  it('are kept or deleted by an administrator, who is asked twice', async () => {
    await show();
    await user.click(screen.getByRole('switch', { name: 'Zachowaj także po okresie przechowywania' }));
    await waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
    expect(server.asked.find(({ method }) => method === 'PATCH')?.body).toEqual({ legalHold: true });
    await user.click(screen.getByRole('button', { name: 'Usuń nagranie: Część 1, Jan Kowalski' }));
    const dialog = await screen.findByRole('dialog');
    expect(server.asked.some(({ method }) => method === 'DELETE')).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: 'Usuń' }));
    await waitFor(() => expect(changed).toHaveBeenCalledTimes(2));
  });

  it('that were given up are asked for again by who may listen', async () => {
    const lost = recording({ state: 'missing', reason: 'recording_not_ready' });
    await show({ ...call, recordings: [lost] }, 'agent');
    await user.click(
      screen.getByRole('button', { name: 'Zapytaj ponownie Zadarmę: Nagranie, Jan Kowalski' }),
    );
    await waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
    expect(server.asked).toMatchObject([{ method: 'POST', path: `/recordings/${lost.id}/fetch` }]);
  });

  it('tell an administrator who listened', async () => {
    await show();
    await user.click(screen.getByRole('button', { name: 'Pokaż, kto słuchał' }));
    const log = await screen.findByRole('list', { name: 'Kto słuchał' });
    await waitFor(() => expect(log.textContent).toContain('Piotr Zielińskipobranie pliku · Część 1'));
    expect(server.asked.at(-1)?.query.get('callId')).toBe(call.id);
  });

  it('give an agent nothing to delete and nothing of others', async () => {
    await show(call, 'agent');
    expect(screen.queryByRole('button', { name: /^Usuń/ })).toBeNull();
    expect(screen.queryByRole('switch')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Pokaż, kto słuchał' })).toBeNull();
  });

  it('explain why somebody may not listen', async () => {
    await show({ ...call, recording: { ...summary, mayListen: false } }, 'agent');
    expect(screen.getByText(/możesz odsłuchać tylko rozmowy/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('begin at the second the address names', async () => {
    await show(call, 'admin', `/calls/1?recording=${uuid(701)}&at=12.5`);
    expect(door.takeWish()).toMatchObject({ recordingId: uuid(701), atSeconds: 12.5 });
  });
});
