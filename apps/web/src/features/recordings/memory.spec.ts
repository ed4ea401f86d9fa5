import { rememberedPosition, rememberedSpeed, rememberPosition } from './memory';

describe('what the player remembers', () => {
  beforeEach(() => localStorage.clear());

  it('is where listening stopped, but not at either end', () => {
    rememberPosition('a', 31.7, 60);
    rememberPosition('b', 3, 60);
    rememberPosition('c', 58, 60);
    expect(['a', 'b', 'c'].map(rememberedPosition)).toEqual([31, 0, 0]);
    rememberPosition('a', 60, 60);
    expect(rememberedPosition('a')).toBe(0);
  });

  it('is bounded: the longest unheard recording is forgotten first', () => {
    for (let index = 0; index < 101; index += 1) {
      rememberPosition(`r${index}`, 10, 60);
    }
    expect([rememberedPosition('r0'), rememberedPosition('r1')]).toEqual([0, 10]);
  });

  it('survives nonsense in the store', () => {
    localStorage.setItem('callboard.player.positions', '{"a":');
    localStorage.setItem('callboard.player.speed', '77');
    expect([rememberedPosition('a'), rememberedSpeed()]).toEqual([0, 1]);
  });
});
