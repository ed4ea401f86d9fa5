import type { CallItem, Playback, Recording } from '@callboard/contracts';
import { callItem, uuid } from '../../../test/calls';
import { FakeAudio, recording } from '../../../test/recordings';
import { ApiProblem } from '../../shared/api/problem';
import { rememberedPosition } from './memory';
import { Player } from './player';
import type { CallSource } from './player-door';

const call = callItem();
const first = recording();
const second = recording({ id: uuid(702), part: 2 });

/** Lets what was answered be taken in. */
const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) {
    await Promise.resolve();
  }
};

describe('the player', () => {
  let parts: Recording[];
  let answers: (Playback | Error)[];
  let asked: string[];
  let audio: FakeAudio;
  let player: Player;

  beforeEach(() => {
    jest.useFakeTimers();
    localStorage.clear();
    parts = [first];
    answers = [];
    asked = [];
    audio = new FakeAudio();
    player = new Player(audio as unknown as HTMLAudioElement, {
      partsOf: () => Promise.resolve(parts),
      playback: (id) => {
        asked.push(id);
        const answer = answers.shift() ?? { mode: 'remote', url: `https://pbx/${id}/${asked.length}` };
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    });
  });
  afterEach(() => jest.useRealTimers());

  const open = async (wish: Parameters<Player['open']>[0] = { call }) => {
    player.open(wish);
    await settle();
  };

  it('plays what the server points to', async () => {
    await open();
    audio.load(60);
    expect(player.state()).toMatchObject({ phase: 'playing', index: 0 });
    expect(audio.sources).toEqual([`https://pbx/${first.id}/1`]);
  });

  it('waits as long as the server says, and goes on by itself', async () => {
    answers = [{ mode: 'pending', retryAfterSeconds: 7 }];
    await open();
    expect(player.state()).toMatchObject({ phase: 'waiting', retryAt: Date.now() + 7_000 });
    await jest.advanceTimersByTimeAsync(6_900);
    expect(asked).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(200);
    audio.load(60);
    expect(asked).toHaveLength(2);
    expect(player.state()?.phase).toBe('playing');
  });

  it('asks no more once it is closed while waiting', async () => {
    answers = [{ mode: 'pending', retryAfterSeconds: 7 }];
    await open();
    player.close();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(1);
    expect(player.state()).toBeNull();
  });

  it('asks anew, at the same second, when the link dies midway', async () => {
    await open();
    audio.load(60);
    audio.hear(23);
    audio.die();
    await settle();
    audio.load(60);
    expect(audio.sources).toHaveLength(2);
    expect(audio.currentTime).toBe(23);
    expect(player.state()?.phase).toBe('playing');
  });

  it('gives up when the new link dies at the same place, and tries again on demand', async () => {
    await open();
    audio.load(60);
    audio.hear(23);
    audio.die();
    await settle();
    audio.die();
    await settle();
    expect(asked).toHaveLength(2);
    expect(player.state()).toMatchObject({ phase: 'failed', error: { code: 'recording_not_playable' } });
    player.toggle();
    await settle();
    audio.load(60);
    expect(audio.currentTime).toBe(23);
    expect(player.state()?.phase).toBe('playing');
  });

  it('keeps what the server refused, to be said in words', async () => {
    answers = [new ApiProblem({ code: 'recording_missing', status: 409 })];
    await open();
    expect(player.state()).toMatchObject({ phase: 'failed', error: { code: 'recording_missing' } });
  });

  it.each(['missing', 'deleted'] as const)(
    'says that a recording is %s without asking for it',
    async (state) => {
      parts = [recording({ state })];
      await open();
      expect(player.state()).toMatchObject({ phase: 'failed', error: { code: `recording_${state}` } });
      expect(asked).toEqual([]);
    },
  );

  it('plays several parts in the order they were recorded', async () => {
    parts = [second, first];
    await open();
    audio.load(60);
    audio.hear(60);
    await settle();
    audio.load(30);
    expect(asked).toEqual([first.id, second.id]);
    expect(player.state()).toMatchObject({ phase: 'playing', index: 1 });
    audio.hear(30);
    expect(player.state()?.phase).toBe('ended');
  });

  it('goes on where listening stopped, and from the start after the end', async () => {
    await open();
    audio.load(60);
    audio.hear(31);
    player.close();
    expect(rememberedPosition(first.id)).toBe(31);
    await open();
    audio.load(60);
    expect(audio.currentTime).toBe(31);
    audio.hear(60);
    expect(rememberedPosition(first.id)).toBe(0);
  });

  it('stays within the recording when it is moved', async () => {
    await open();
    audio.load(60);
    player.seekBy(-5);
    expect(audio.currentTime).toBe(0);
    player.seek(58);
    player.seekBy(5);
    expect(audio.currentTime).toBe(60);
  });

  it('keeps the speed over recordings and visits', async () => {
    await open();
    audio.load(60);
    player.changeSpeed(1);
    expect(audio.playbackRate).toBe(1.25);
    player.close();
    await open();
    audio.load(60);
    expect(audio.playbackRate).toBe(1.25);
    for (let press = 0; press < 20; press += 1) {
      player.changeSpeed(1);
    }
    expect(player.state()?.speed).toBe(3);
    for (let press = 0; press < 20; press += 1) {
      player.changeSpeed(-1);
    }
    expect(player.state()?.speed).toBe(0.5);
  });

  it('pauses and plays on when the open call is opened again', async () => {
    await open();
    audio.load(60);
    await open();
    expect(player.state()?.phase).toBe('paused');
    await open();
    expect(player.state()?.phase).toBe('playing');
  });

  it('goes to the second of a clicked word', async () => {
    parts = [first, second];
    await open();
    audio.load(60);
    await open({ call, recordingId: first.id, atSeconds: 12.5 });
    expect(audio.currentTime).toBe(12.5);
    await open({ call, recordingId: second.id, atSeconds: 4 });
    audio.load(60);
    expect([player.state()?.index, audio.currentTime]).toEqual([1, 4]);
  });

  describe('leads down the list', () => {
    const summary = { state: 'remote', parts: 1, mayListen: true } as const;
    const at = (minute: number) => ({
      id: uuid(100 + minute),
      startedAt: `2026-05-04T10:${String(minute).padStart(2, '0')}:00.000Z`,
    });
    const recorded = (minute: number, changes: Partial<CallItem> = {}) =>
      callItem({ ...at(minute), recording: summary, ...changes });
    let listed: readonly CallItem[];
    let followers: Set<() => void>;
    const list: CallSource = {
      now: () => listed,
      follow: (onChange) => {
        followers.add(onChange);
        return () => followers.delete(onChange);
      },
    };
    const become = (...calls: readonly CallItem[]): void => {
      listed = calls;
      followers.forEach((tell) => tell());
    };
    const next = () => player.state()?.next?.id;

    beforeEach(() => {
      followers = new Set();
    });

    it('past what cannot be heard', async () => {
      listed = [
        recorded(9),
        recorded(8, { recording: null }),
        recorded(7, { recording: { ...summary, mayListen: false } }),
        recorded(6, { recording: { ...summary, state: 'missing' } }),
        recorded(5),
      ];
      await open({ call: recorded(9), list });
      expect(next()).toBe(at(5).id);
      player.next();
      await settle();
      expect(player.state()).toMatchObject({ call: at(5), next: null });
    });

    it('as it is by then: with what became ready, without what was deleted', async () => {
      const early = recorded(8, { recording: { ...summary, state: 'expected' } });
      listed = [recorded(9), early];
      await open({ call: recorded(9), list });
      expect(next()).toBeUndefined();
      become(recorded(9), recorded(8));
      expect(next()).toBe(at(8).id);
      become(recorded(9), recorded(8, { recording: { ...summary, state: 'deleted' } }), recorded(7));
      expect(next()).toBe(at(7).id);
    });

    it('as it is by then, even if nobody told of a change', async () => {
      listed = [recorded(9), recorded(8)];
      await open({ call: recorded(9), list });
      listed = [recorded(9), recorded(7)];
      player.next();
      await settle();
      expect(player.state()?.call.id).toBe(at(7).id);
      listed = [recorded(7)];
      player.next();
      await settle();
      expect(player.state()).toMatchObject({ call: at(7), next: null });
    });

    it('from its place, when a filter takes the call itself away', async () => {
      listed = [recorded(9), recorded(8), recorded(7)];
      await open({ call: recorded(8), list });
      become(recorded(9), recorded(5));
      expect(next()).toBe(at(5).id);
    });

    it('of which a call opened from elsewhere is no part', async () => {
      listed = [recorded(9), recorded(7)];
      await open({ call: recorded(9), list });
      await open({ call: recorded(8) });
      expect(next()).toBeUndefined();
      expect(followers.size).toBe(0);
    });

    it('until it is closed', async () => {
      listed = [recorded(9)];
      await open({ call: recorded(9), list });
      expect(followers.size).toBe(1);
      player.close();
      expect(followers.size).toBe(0);
    });
  });

  describe('falls silent for a call', () => {
    it('at its place, until somebody presses play', async () => {
      await open();
      audio.load(60);
      audio.hear(23);
      player.silence();
      expect(player.state()).toMatchObject({ phase: 'paused', willPlay: false, silenced: true });
      expect([audio.paused, player.clock().position, rememberedPosition(first.id)]).toEqual([true, 23, 23]);
      await jest.advanceTimersByTimeAsync(600_000);
      expect(audio.paused).toBe(true);
      player.toggle();
      expect(player.state()).toMatchObject({ phase: 'playing', silenced: false });
      expect([audio.paused, audio.currentTime]).toEqual([false, 23]);
    });

    it('also with what it still waits for', async () => {
      answers = [{ mode: 'pending', retryAfterSeconds: 2 }];
      await open();
      player.silence();
      await jest.advanceTimersByTimeAsync(2_100);
      audio.load(60);
      expect(player.state()).toMatchObject({ phase: 'paused', silenced: true });
      expect(audio.paused).toBe(true);
    });

    it('also before it knows what there is to hear', async () => {
      player.open({ call });
      player.silence();
      await settle();
      audio.load(60);
      expect(player.state()).toMatchObject({ phase: 'paused', silenced: true });
      expect(audio.paused).toBe(true);
    });

    it('and plays what is opened after it', async () => {
      await open();
      audio.load(60);
      player.silence();
      await open({ call: callItem({ id: uuid(2) }) });
      audio.load(60);
      expect(player.state()).toMatchObject({ phase: 'playing', silenced: false });
    });

    it('but leaves alone what somebody paused', async () => {
      await open();
      audio.load(60);
      player.toggle();
      player.silence();
      expect(player.state()).toMatchObject({ phase: 'paused', silenced: false });
    });

    it('and goes on by a key for media, which asks nobody', async () => {
      await open();
      audio.load(60);
      player.silence();
      await audio.play();
      expect(player.state()).toMatchObject({ phase: 'playing', willPlay: true, silenced: false });
    });
  });

  it('forgets what was on its way when another call is opened', async () => {
    answers = [{ mode: 'pending', retryAfterSeconds: 2 }];
    await open();
    parts = [second];
    await open({ call: callItem({ id: uuid(2) }) });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual([first.id, second.id]);
  });

  it('stays silent when it was paused before the audio came', async () => {
    answers = [{ mode: 'pending', retryAfterSeconds: 2 }];
    await open();
    player.toggle();
    await jest.advanceTimersByTimeAsync(2_100);
    audio.load(60);
    expect(player.state()?.phase).toBe('paused');
    expect(audio.paused).toBe(true);
  });
});
