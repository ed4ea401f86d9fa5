import type { Playback } from '@callboard/contracts';
import { act, fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { callItem, uuid } from '../../../test/calls';
import { FakeAudio, recording } from '../../../test/recordings';
import { renderScreen } from '../../../test/screen';
import { Refusal, stubServer } from '../../../test/stub-server';
import { DockContent } from './dock-content';
import { PlayerDoor, PlayerDoorProvider } from './player-door';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const call = callItem({ recording: { state: 'remote', parts: 1, mayListen: true } });

/** A button of a row, which may leave the screen while the player stays. */
function Opener({ door }: { door: PlayerDoor }) {
  const [isThere, setThere] = useState(true);
  return (
    <>
      {isThere && <button onClick={() => door.play({ call })}>play</button>}
      <button onClick={() => setThere(false)}>leave</button>
    </>
  );
}

describe('the player on the screen', () => {
  let server: ReturnType<typeof stubServer>;
  let door: PlayerDoor;
  let audio: FakeAudio;
  let answer: Playback | Refusal;
  const before = globalThis.Audio;

  beforeEach(() => {
    localStorage.clear();
    door = new PlayerDoor();
    audio = new FakeAudio();
    globalThis.Audio = function Audio() {
      return audio;
    } as unknown as typeof Audio;
    answer = { mode: 'remote', url: 'https://pbx.example/sound' };
    server = stubServer({
      'GET /calls/:id/recordings': () => ({ items: [recording()] }),
      'POST /recordings/:id/playback': () => answer,
    });
  });
  afterEach(() => {
    globalThis.Audio = before;
    server.restore();
  });

  const show = (singleKeys = true) =>
    renderScreen(
      <PlayerDoorProvider value={door}>
        <main id="main" tabIndex={-1}>
          <input aria-label="a field" />
          <Opener door={door} />
        </main>
        <DockContent nameOf={(shown) => shown.contactName ?? ''} singleKeys={() => singleKeys} />
      </PlayerDoorProvider>,
    );
  const play = async () => {
    act(() => door.play({ call }));
    await screen.findByRole('region', { name: 'Odtwarzacz nagrań' });
    await screen.findAllByText(/^Wczytywanie/);
    act(() => audio.load(243));
  };

  it('says what it plays, where, and how long it is', async () => {
    await show();
    await play();
    expect(await screen.findByText('Odtwarzanie: Jan Kowalski')).toBeTruthy();
    act(() => audio.hear(63));
    const slider = screen.getByRole('slider', { name: 'Miejsce w nagraniu' });
    expect(slider.getAttribute('aria-valuetext')).toBe('1 minuta 3 sekundy z 4 minuty 3 sekundy');
    expect(screen.getByText('1:03')).toBeTruthy();
    expect(screen.getByText('4:03')).toBeTruthy();
  });

  it('is steered by keys, but not while one types', async () => {
    await show();
    await play();
    fireEvent.keyDown(document.body, { key: ' ' });
    expect(audio.paused).toBe(true);
    fireEvent.keyDown(document.body, { key: 'ArrowRight' });
    expect(audio.currentTime).toBe(5);
    fireEvent.keyDown(document.body, { key: '>' });
    expect(audio.playbackRate).toBe(1.25);
    const field = screen.getByRole('textbox', { name: 'a field' });
    for (const key of [' ', 'ArrowRight', '>', 'k']) {
      fireEvent.keyDown(field, { key });
    }
    expect([audio.paused, audio.currentTime, audio.playbackRate]).toEqual([true, 5, 1.25]);
  });

  it('leaves letters alone for those who switched single keys off', async () => {
    await show(false);
    await play();
    fireEvent.keyDown(document.body, { key: 'k' });
    expect(audio.paused).toBe(false);
    fireEvent.keyDown(document.body, { key: ' ' });
    expect(audio.paused).toBe(true);
  });

  it('says in plain words why there is nothing to hear, and tries again', async () => {
    answer = new Refusal(409, 'recording_missing');
    await show();
    act(() => door.play({ call }));
    expect((await screen.findByRole('alert')).textContent).toContain('Zadarma nie ma nagrania tej rozmowy.');
    answer = { mode: 'remote', url: 'https://pbx.example/sound' };
    await user.click(screen.getByRole('button', { name: 'Spróbuj ponownie' }));
    expect(await screen.findAllByText(/^Wczytywanie/)).toHaveLength(2);
  });

  it('says that it waits', async () => {
    answer = { mode: 'pending', retryAfterSeconds: 90 };
    await show();
    act(() => door.play({ call }));
    expect(await screen.findByText(/sprawdzimy za 1:(30|29)/)).toBeTruthy();
    expect(door.news()).toMatchObject({ callId: call.id, state: 'busy' });
  });

  it('falls silent for a call, says so, and goes on at a press', async () => {
    await show();
    await play();
    act(() => audio.hear(63));
    act(() => door.silence());
    expect(audio.paused).toBe(true);
    expect(screen.getByText('Wstrzymano przez połączenie')).toBeTruthy();
    expect(screen.getByText(/^Wstrzymano przez połączenie\. Aby słuchać dalej/).getAttribute('role')).toBe(
      'status',
    );
    expect(door.news()).toMatchObject({ state: 'still', position: 63 });
    await user.click(screen.getByRole('button', { name: 'Odtwórz' }));
    expect([audio.paused, audio.currentTime]).toEqual([false, 63]);
    expect(screen.queryByText('Wstrzymano przez połączenie')).toBeNull();
  });

  it.each([
    ['is silent when a call began since it was asked for', ['play', 'silence'], true],
    ['plays when it was asked for during the call', ['play', 'silence', 'play'], false],
  ] as const)('comes late and %s', async (_, said, paused) => {
    said.forEach((word) => (word === 'play' ? door.play({ call }) : door.silence()));
    await show();
    await screen.findByRole('region', { name: 'Odtwarzacz nagrań' });
    await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
    act(() => audio.load(243));
    expect(audio.sources).toHaveLength(1);
    expect(audio.paused).toBe(paused);
  });

  it('goes away when it is closed', async () => {
    await show();
    await play();
    await user.click(screen.getByRole('button', { name: 'Zamknij odtwarzacz' }));
    expect(screen.queryByRole('region', { name: 'Odtwarzacz nagrań' })).toBeNull();
    expect(audio.paused).toBe(true);
    expect(door.news()).toBeNull();
  });

  describe('gives the focus back when it is closed', () => {
    beforeEach(async () => {
      await show();
      await user.click(screen.getByRole('button', { name: 'play' }));
    });
    const close = async () => user.click(await screen.findByRole('button', { name: 'Zamknij odtwarzacz' }));

    it('to what opened it', async () => {
      await close();
      expect(document.activeElement).toBe(screen.getByRole('button', { name: 'play' }));
    });

    it('to the page, where that is gone', async () => {
      await user.click(screen.getByRole('button', { name: 'leave' }));
      await close();
      expect(document.activeElement).toBe(screen.getByRole('main'));
    });
  });

  describe('and files', () => {
    const pressed: HTMLAnchorElement[] = [];
    let click: jest.SpyInstance;
    beforeEach(() => {
      pressed.length = 0;
      click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
        this: HTMLAnchorElement,
      ) {
        pressed.push(this);
      });
    });
    afterEach(() => click.mockRestore());

    it('are saved at once, wherever they lie', async () => {
      answer = { mode: 'local', url: `/api/v1/recordings/${uuid(701)}/audio?download=1` };
      await show();
      act(() => door.download({ call }));
      await screen.findByRole('status');
      await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
      expect(pressed.map((link) => link.getAttribute('href'))).toEqual([
        `/api/v1/recordings/${uuid(701)}/audio?download=1`,
      ]);
      expect(server.asked.at(-1)?.body).toEqual({ purpose: 'download' });
    });

    it('that do not come say why', async () => {
      answer = new Refusal(409, 'recording_deleted');
      await show();
      act(() => door.download({ call }));
      expect(await screen.findByText('To nagranie zostało usunięte.')).toBeTruthy();
    });
  });
});
