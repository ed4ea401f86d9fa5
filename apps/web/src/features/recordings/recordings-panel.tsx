import type { CallDetail, Recording } from '@callboard/contracts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useViewer } from '../../shared/session/viewer';
import { Panel } from '../../shared/ui/panel';
import { ListenLog } from './listen-log';
import { isGone } from './playable';
import { usePlayerDoor } from './player-door';
import { RecordingPart } from './recording-part';
import classes from './recordings-panel.module.css';
import { TranscriptPanel } from './transcript-panel';

interface RecordingsPanelProps {
  call: CallDetail;
  name: string;
  /** A recording was changed, so that the call has to be asked for again. */
  onChanged: () => void;
}

/** The audio of a call: its parts, what was said, and for administrators who listened. */
export function RecordingsPanel({ call, name, onChanged }: RecordingsPanelProps) {
  const { t } = useTranslation('recordings');
  const isAdmin = useViewer().role === 'admin';
  const mayListen = call.recording?.mayListen ?? false;
  const parts = call.recordings.toSorted((a, b) => a.part - b.part);
  usePlaceOfAddress(call);
  if (!call.recording && parts.length === 0) {
    return null;
  }
  const nameOf = (part: Recording) =>
    parts.length > 1 ? t('panel.part', { part: part.part }) : t('panel.whole');
  return (
    <Panel title={t('panel.title')}>
      {!mayListen && <p className={classes.dim}>{t('notYours')}</p>}
      {mayListen && (
        <ul className={classes.parts}>
          {parts.map((part) => (
            <li key={part.id}>
              <RecordingPart
                call={call}
                part={part}
                name={`${nameOf(part)}, ${name}`}
                title={nameOf(part)}
                isAdmin={isAdmin}
                onChanged={onChanged}
              />
              {(!isGone(part.state) || part.transcriptState === 'ready') && (
                <TranscriptPanel call={call} part={part} name={nameOf(part)} />
              )}
            </li>
          ))}
        </ul>
      )}
      {isAdmin && <ListenLog callId={call.id} parts={parts} />}
    </Panel>
  );
}

/** Plays from the place the address names, as the search in transcripts leads to it. */
function usePlaceOfAddress(call: CallDetail): void {
  const door = usePlayerDoor();
  const [address] = useSearchParams();
  const recordingId = address.get('recording');
  const at = address.get('at');
  const played = useRef('');
  useEffect(() => {
    const place = `${recordingId}@${at}`;
    const isKnown = call.recordings.some(({ id }) => id === recordingId);
    // The address counts when it is come to, not whenever the call changes.
    if (recordingId && isKnown && at && place !== played.current) {
      played.current = place;
      door.play({ call, recordingId, atSeconds: Number(at) || 0 });
    }
  }, [door, call, recordingId, at]);
}
