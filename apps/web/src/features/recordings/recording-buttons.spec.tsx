import type { RecordingSummary } from '@callboard/contracts';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { callItem } from '../../../test/calls';
import { renderScreen } from '../../../test/screen';
import { PlayerDoor, PlayerDoorProvider } from './player-door';
import { RecordingButtons } from './recording-buttons';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

describe('a row with a recording', () => {
  let door: PlayerDoor;
  const show = (recording: Partial<RecordingSummary> | null) => {
    door = new PlayerDoor();
    const call = callItem({
      recording: recording && { state: 'remote', parts: 1, mayListen: true, ...recording },
    });
    return renderScreen(
      <PlayerDoorProvider value={door}>
        <RecordingButtons
          call={call}
          name="Jan Kowalski"
          tabbable
          list={{ now: () => [call], follow: () => () => undefined }}
        />
      </PlayerDoorProvider>,
    ).then(() => call);
  };

  it.each(['remote', 'ready', 'expected', 'fetching'] as const)(
    'plays and downloads what is %s',
    async (state) => {
      const call = await show({ state });
      await user.click(screen.getByRole('button', { name: /^Odtwórz nagranie: Jan Kowalski/ }));
      expect(door.takeWish()?.call).toBe(call);
      await user.click(screen.getByRole('button', { name: 'Pobierz nagranie: Jan Kowalski' }));
      expect(door.takeDownloads()).toEqual([{ call }]);
    },
  );

  it.each([
    ['expected', 'Nagranie w przygotowaniu'],
    ['fetching', 'Nagranie jest pobierane'],
    ['ready', 'Nagranie na tym serwerze'],
    ['remote', 'Nagranie w Zadarmie'],
  ] as const)('says where it is: %s', async (state, text) => {
    await show({ state });
    expect(screen.getByRole('button', { name: /^Odtwórz/ }).title).toBe(text);
  });

  it.each([
    ['Zadarma nie ma tego nagrania', { state: 'missing' }],
    ['Nagranie usunięte', { state: 'deleted' }],
    ['Nagranie: możesz odsłuchać tylko rozmowy, w których uczestniczysz', { mayListen: false }],
  ] as const)('explains “%s” and offers nothing', async (text, recording) => {
    await show(recording);
    expect(screen.getByRole('img', { name: text })).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('shows what the player does with it', async () => {
    const call = await show({});
    const tell = (state: 'busy' | 'playing' | 'still') =>
      act(() => door.report({ callId: call.id, recordingId: null, state, position: 0 }));
    tell('busy');
    expect(await screen.findByRole('button', { name: /^Wczytywanie nagrania/ })).toBeTruthy();
    tell('playing');
    expect(await screen.findByRole('button', { name: /^Wstrzymaj nagranie/ })).toBeTruthy();
    act(() => door.report(null));
    expect(await screen.findByRole('button', { name: /^Odtwórz nagranie/ })).toBeTruthy();
  });

  it('shows nothing without a recording', async () => {
    const call = await show(null);
    expect(call.recording).toBeNull();
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.queryByRole('img')).toBeNull();
  });
});
