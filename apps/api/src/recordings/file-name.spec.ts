import { recordingFileName } from './file-name';

const recording = {
  callStartedAt: new Date('2026-03-05T09:15:59Z'),
  externalNumber: '+48600100200',
  part: 1,
  contentType: 'audio/mpeg',
};

describe('the name of a downloaded recording', () => {
  it('says when, with whom and which part', () => {
    expect(recordingFileName(recording, 'Europe/Warsaw')).toBe('2026-03-05_1015_+48600100200_1.mp3');
  });

  it('has a word for hidden numbers, and no wrong ending', () => {
    const other = { ...recording, externalNumber: null, part: 2, contentType: 'audio/wav' };
    expect(recordingFileName(other, 'UTC')).toBe('2026-03-05_0915_hidden_2.wav');
  });
});
