import type { CallDetail } from '@callboard/contracts';
import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraftText } from '../../../shared/session/drafts';
import { BusyButton } from '../../../shared/ui/busy-button';
import { Moment } from '../../../shared/ui/moment';
import { Panel } from '../../../shared/ui/panel';
import { ProblemNotice } from '../../../shared/ui/problem-notice';
import { addNoteMutation } from '../queries';
import classes from './call-card.module.css';

const longestNote = 4000;

/** What people wrote about the call, and the place to write more; Ctrl+Enter saves. */
export function Notes({ call }: { call: CallDetail }) {
  const { t } = useTranslation('calls');
  const [text, setText] = useDraftText(`note.${call.id}`);
  const field = useRef<HTMLTextAreaElement>(null);
  const add = useMutation(addNoteMutation(call.id, useQueryClient()));
  const save = (): void => {
    if (text.trim() && !add.isPending) {
      add.mutate(text.trim(), {
        onSuccess: () => {
          setText('');
          field.current?.focus();
        },
      });
    }
  };
  return (
    <Panel title={t('notes.title')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Textarea
          ref={field}
          aria-label={t('notes.label')}
          placeholder={t('notes.hint')}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={longestNote}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              save();
            }
          }}
        />
        {add.error && <ProblemNotice error={add.error} />}
        <BusyButton type="submit" size="xs" loading={add.isPending} disabled={!text.trim()}>
          {t('notes.add')}
        </BusyButton>
      </form>
      {call.notes.length > 0 && (
        <ul className={classes.notes}>
          {call.notes.map((note) => (
            <li key={note.id}>
              <p>{note.text}</p>
              <small className={classes.dim}>
                {note.authorName ? `${note.authorName} · ` : ''}
                <Moment at={note.createdAt} />
              </small>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
