import type { CallItem, RecordingState } from '@callboard/contracts';
import {
  IconCloudDownload,
  IconDownload,
  IconHourglass,
  IconLoader2,
  IconLock,
  IconMicrophoneOff,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isGone } from './playable';
import { type CallSource, useNewsOfCall, usePlayerDoor } from './player-door';
import classes from './recording-buttons.module.css';

interface RecordingButtonsProps {
  call: CallItem;
  /** Who was talked to, for the names of the buttons. */
  name: string;
  tabbable: boolean;
  /** The list the call stands in, so that the next recording can follow. */
  list: CallSource;
}

/** Play and download of a call's recording, or why there is nothing to play; nothing for calls without one. */
export function RecordingButtons({ call, name, tabbable, list }: RecordingButtonsProps) {
  const { t } = useTranslation('recordings');
  const door = usePlayerDoor();
  const { recording } = call;
  if (!recording) {
    return null;
  }
  if (!recording.mayListen) {
    return <Mark label={t('notYours')} icon={<IconLock size={16} stroke={1.8} aria-hidden />} />;
  }
  if (isGone(recording.state)) {
    return (
      <Mark
        label={t(`stateText.${recording.state}`)}
        icon={<IconMicrophoneOff size={17} stroke={1.8} aria-hidden />}
      />
    );
  }
  return (
    <span className={classes.buttons}>
      <PlayButton call={call} name={name} tabbable={tabbable} list={list} />
      <button
        type="button"
        className={classes.button}
        data-quiet
        tabIndex={tabbable ? 0 : -1}
        aria-label={t('download', { name })}
        onClick={() => door.download({ call })}
      >
        <IconDownload size={17} stroke={1.8} aria-hidden />
      </button>
    </span>
  );
}

const icons = {
  still: <IconPlayerPlayFilled size={16} aria-hidden />,
  busy: <IconLoader2 size={17} stroke={2} aria-hidden className={classes.turning} />,
  playing: <IconPlayerPauseFilled size={16} aria-hidden />,
};

/** Of a recording that is not there yet. */
const earlyIcons: Partial<Record<RecordingState, ReactNode>> = {
  expected: <IconHourglass size={17} stroke={1.8} aria-hidden />,
  fetching: <IconCloudDownload size={17} stroke={1.8} aria-hidden />,
};

const names = { still: 'play', busy: 'loading', playing: 'pause' } as const;

function PlayButton({ call, name, tabbable, list }: RecordingButtonsProps) {
  const { t } = useTranslation('recordings');
  const door = usePlayerDoor();
  const state = useNewsOfCall(call.id) ?? 'still';
  const recordingState = call.recording?.state ?? 'ready';
  const early = state === 'still' ? earlyIcons[recordingState] : undefined;
  const stateText = t(`stateText.${recordingState}`);
  return (
    <button
      type="button"
      className={classes.button}
      data-state={state}
      data-quiet={early ? true : undefined}
      tabIndex={tabbable ? 0 : -1}
      title={stateText}
      aria-label={early ? `${t(names[state], { name })}. ${stateText}` : t(names[state], { name })}
      onClick={() => door.play({ call, list })}
    >
      {early ?? icons[state]}
    </button>
  );
}

function Mark({ label, icon }: { label: string; icon: ReactNode }) {
  return (
    <span className={classes.mark} role="img" aria-label={label} title={label}>
      {icon}
    </span>
  );
}
