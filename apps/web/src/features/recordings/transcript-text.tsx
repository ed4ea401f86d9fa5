import type { CallItem, Transcript, TranscriptPhrase } from '@callboard/contracts';
import { memo, type MouseEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../shared/format/duration';
import { usePlayerDoor, usePositionIn } from './player-door';
import classes from './recordings-panel.module.css';
import { placeOf } from './transcript-place';

interface TranscriptTextProps {
  call: CallItem;
  transcript: Transcript;
}

/** The words by speaker; a press plays from there, and what is being said stands out. */
export function TranscriptText({ call, transcript }: TranscriptTextProps) {
  const { t } = useTranslation('recordings');
  const door = usePlayerDoor();
  const position = usePositionIn(transcript.recordingId);
  const now = placeOf(transcript.phrases, position);
  const box = useRef<HTMLOListElement>(null);
  useFollow(box, now.phrase);
  const play = (atSeconds: number) => door.play({ call, recordingId: transcript.recordingId, atSeconds });
  // One listener for thousands of words; the times beside the phrases are the buttons for the keyboard.
  const onClick = ({ target }: MouseEvent): void => {
    const start = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-at]') : null;
    if (start && getSelection()?.isCollapsed !== false) {
      play(Number(start.dataset['at']));
    }
  };
  return (
    <ol
      ref={box}
      className={classes.phrases}
      lang={transcript.language ?? undefined}
      aria-label={t('transcript.title')}
      tabIndex={0}
      onClick={onClick}
    >
      {transcript.phrases.map((phrase, index) => (
        <Phrase
          key={index}
          phrase={phrase}
          word={index === now.phrase ? now.word : null}
          isNow={index === now.phrase}
        />
      ))}
    </ol>
  );
}

interface PhraseProps {
  phrase: TranscriptPhrase;
  isNow: boolean;
  /** Index of the word being said. */
  word: number | null;
}

const Phrase = memo(function Phrase({ phrase, isNow, word }: PhraseProps) {
  const { t } = useTranslation('recordings');
  const { startSeconds: start } = phrase;
  const time = start === null ? null : formatDuration(start);
  return (
    <li data-speaker={phrase.speaker} data-now={isNow || undefined} data-at={start ?? undefined}>
      <span className={classes.speaker}>
        {t(`transcript.speaker.${phrase.speaker}`)}
        {time && (
          <button type="button" aria-label={t('transcript.from', { time })}>
            {time}
          </button>
        )}
      </span>
      <p>
        {phrase.words.length === 0
          ? phrase.text
          : phrase.words.map(({ text, startSeconds }, index) => (
              <span key={index}>
                <span data-at={startSeconds} data-now={index === word || undefined}>
                  {text}
                </span>{' '}
              </span>
            ))}
      </p>
    </li>
  );
});

/** Keeps the phrase being said in sight within its box; the page itself stays where it is. */
function useFollow(box: { readonly current: HTMLElement | null }, phrase: number | null): void {
  useEffect(() => {
    const list = box.current;
    const item = phrase === null ? null : list?.children[phrase];
    if (list && item instanceof HTMLElement) {
      const top = item.offsetTop - list.offsetTop;
      const isInSight =
        top >= list.scrollTop && top + item.offsetHeight <= list.scrollTop + list.clientHeight;
      if (!isInSight) {
        list.scrollTop = top - list.clientHeight / 3;
      }
    }
  }, [box, phrase]);
}
