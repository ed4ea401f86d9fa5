import type { CallItem, Recording, RecordingState } from '@callboard/contracts';
import { ActionIcon, Button, Group, Modal, Switch } from '@mantine/core';
import {
  IconCloud,
  IconCircleCheck,
  IconDownload,
  IconHourglass,
  IconMicrophoneOff,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRefresh,
  IconTrash,
  type IconProps,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../shared/format/bytes';
import { formatDuration } from '../../shared/format/duration';
import { Badge, type Tone } from '../../shared/ui/badge';
import { BusyButton } from '../../shared/ui/busy-button';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { isGone } from './playable';
import { usePlayerDoor, useStateOfPart } from './player-door';
import { askAgainMutation, deleteRecordingMutation, holdMutation } from './queries';
import { useReasonText } from './reason-text';
import classes from './recordings-panel.module.css';

interface RecordingPartProps {
  call: CallItem;
  part: Recording;
  /** For assistive technology: which part of whose call. */
  name: string;
  title: string;
  isAdmin: boolean;
  onChanged: () => void;
}

const looks: Record<RecordingState, { tone: Tone; icon: ComponentType<IconProps> }> = {
  expected: { tone: 'still', icon: IconHourglass },
  fetching: { tone: 'active', icon: IconRefresh },
  ready: { tone: 'good', icon: IconCircleCheck },
  remote: { tone: 'good', icon: IconCloud },
  missing: { tone: 'still', icon: IconMicrophoneOff },
  deleted: { tone: 'still', icon: IconTrash },
};

/** One part: its state, and what may be done with it. */
export function RecordingPart({ isAdmin, onChanged, ...about }: RecordingPartProps) {
  const { t } = useTranslation('recordings');
  const { part, name } = about;
  if (isGone(part.state)) {
    return (
      <div className={classes.part}>
        <About {...about} />
        {part.state === 'missing' && <AskAgain part={part} name={name} onChanged={onChanged} />}
      </div>
    );
  }
  return (
    <>
      <div className={classes.part}>
        <PlayPart {...about} />
        <About {...about} />
        <SavePart {...about} />
        {isAdmin && <DeletePart part={part} name={name} onChanged={onChanged} />}
      </div>
      {isAdmin && <Hold part={part} onChanged={onChanged} />}
      {!isAdmin && part.legalHold && <p className={classes.dim}>{t('panel.held')}</p>}
    </>
  );
}

function About({ part, title }: Pick<RecordingPartProps, 'part' | 'title'>) {
  const { t, i18n } = useTranslation('recordings');
  const reasonOf = useReasonText();
  const facts = [
    part.durationSeconds !== null && formatDuration(part.durationSeconds),
    part.sizeBytes !== null && formatBytes(part.sizeBytes, i18n.language),
    part.reason && reasonOf(part.reason),
  ].filter(Boolean);
  return (
    <div className={classes.about}>
      <p>
        {title} <Badge {...looks[part.state]}>{t(`state.${part.state}`)}</Badge>
      </p>
      {facts.length > 0 && <p className={classes.dim}>{facts.join(' · ')}</p>}
    </div>
  );
}

type PartProps = Pick<RecordingPartProps, 'call' | 'part' | 'name'>;

function PlayPart({ call, part, name }: PartProps) {
  const { t } = useTranslation('recordings');
  const door = usePlayerDoor();
  const state = useStateOfPart(part.id) ?? 'still';
  const label = { still: t('play', { name }), busy: t('loading', { name }), playing: t('pause', { name }) };
  return (
    <ActionIcon
      variant="light"
      color="petrol"
      radius="xl"
      size={44}
      aria-label={label[state]}
      loading={state === 'busy'}
      onClick={() => door.play({ call, recordingId: part.id })}
    >
      {state === 'playing' ? (
        <IconPlayerPauseFilled size={20} aria-hidden />
      ) : (
        <IconPlayerPlayFilled size={20} aria-hidden />
      )}
    </ActionIcon>
  );
}

function SavePart({ call, part, name }: PartProps) {
  const { t } = useTranslation('recordings');
  const door = usePlayerDoor();
  return (
    <ActionIcon
      aria-label={t('download', { name })}
      title={t('player.download')}
      onClick={() => door.download({ call, part })}
    >
      <IconDownload size={19} stroke={1.7} aria-hidden />
    </ActionIcon>
  );
}

/** Zadarma may have it after all. */
function AskAgain({ part, name, onChanged }: Pick<RecordingPartProps, 'part' | 'name' | 'onChanged'>) {
  const { t } = useTranslation('recordings');
  const ask = useMutation({ ...askAgainMutation(part.id), onSuccess: onChanged });
  return (
    <>
      {ask.error && <ProblemNotice error={ask.error} />}
      <BusyButton
        size="xs"
        variant="default"
        aria-label={t('panel.askAgainOf', { name })}
        loading={ask.isPending}
        onClick={() => ask.mutate()}
      >
        {t('panel.askAgain')}
      </BusyButton>
    </>
  );
}

function Hold({ part, onChanged }: Pick<RecordingPartProps, 'part' | 'onChanged'>) {
  const { t } = useTranslation('recordings');
  const hold = useMutation({ ...holdMutation(part.id), onSuccess: onChanged });
  return (
    <>
      <Switch
        label={t('panel.hold')}
        checked={hold.isPending ? hold.variables.legalHold : part.legalHold}
        onChange={(event) => hold.mutate({ legalHold: event.currentTarget.checked })}
      />
      {hold.error && <ProblemNotice error={hold.error} />}
    </>
  );
}

function DeletePart({ part, name, onChanged }: Pick<RecordingPartProps, 'part' | 'name' | 'onChanged'>) {
  const { t } = useTranslation('recordings');
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    ...deleteRecordingMutation(part.id),
    onSuccess: () => {
      setAsking(false);
      onChanged();
    },
  });
  return (
    <>
      <ActionIcon
        aria-label={t('panel.deleteOf', { name })}
        title={t('panel.delete')}
        onClick={() => setAsking(true)}
      >
        <IconTrash size={19} stroke={1.7} aria-hidden />
      </ActionIcon>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('panel.confirmTitle')}
        withCloseButton={false}
      >
        <p className={classes.question}>{t('panel.confirmText')}</p>
        {remove.error && <ProblemNotice error={remove.error} />}
        <Group mt="md" justify="flex-end">
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            {t('panel.keep')}
          </Button>
          <BusyButton color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('panel.delete')}
          </BusyButton>
        </Group>
      </Modal>
    </>
  );
}
