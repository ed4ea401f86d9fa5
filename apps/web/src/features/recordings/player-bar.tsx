import { ActionIcon, CloseButton, NativeSelect } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconDownload,
  IconLoader2,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForward,
  IconRewindBackward5,
  IconRewindForward5,
  type IconProps,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { speeds } from './memory';
import type { Player, PlayerState } from './player';
import classes from './player-bar.module.css';
import { usePlayerDoor } from './player-door';
import { usePlayerKeys } from './player-keys';
import { PlayerStatus } from './player-status';
import { SeekBar } from './seek-bar';

interface PlayerBarProps {
  player: Player;
  state: PlayerState;
  name: string;
  singleKeys: () => boolean;
}

/** What is being heard, with everything to steer it; stays while one moves between screens. */
export function PlayerBar({ player, state, name, singleKeys }: PlayerBarProps) {
  const { t } = useTranslation('recordings');
  const door = usePlayerDoor();
  usePlayerKeys(player, singleKeys);
  const close = (): void => {
    player.close();
    door.returnFocus();
  };
  return (
    <section aria-label={t('player.region')} className={classes.bar}>
      <div className={classes.who}>
        <Link to={`/calls/${state.call.id}`} className={classes.name}>
          {name}
        </Link>
        <PlayerStatus state={state} name={name} onRetry={() => player.toggle()} />
      </div>
      <Controls player={player} state={state} />
      <SeekBar player={player} state={state} />
      <Extras player={player} state={state} />
      <CloseButton className={classes.close} aria-label={t('player.close')} size="lg" onClick={close} />
    </section>
  );
}

type SteeringProps = Pick<PlayerBarProps, 'player' | 'state'>;

function Controls({ player, state }: SteeringProps) {
  const { t } = useTranslation('recordings');
  const { phase, willPlay } = state;
  const isBusy = willPlay && ['asking', 'waiting', 'loading'].includes(phase);
  const action = phase === 'ended' ? 'again' : willPlay && phase !== 'failed' ? 'pause' : 'play';
  return (
    <div className={classes.controls}>
      <Steer icon={IconRewindBackward5} label={t('player.back')} onPress={() => player.seekBy(-5)} />
      <ActionIcon
        variant="filled"
        color="petrol"
        radius="xl"
        size={44}
        aria-label={t(`player.${action}`)}
        onClick={() => player.toggle()}
      >
        <PlayIcon busy={isBusy} playing={action === 'pause'} />
      </ActionIcon>
      <Steer icon={IconRewindForward5} label={t('player.forward')} onPress={() => player.seekBy(5)} />
      {state.next && (
        <Steer icon={IconPlayerSkipForward} label={t('player.next')} onPress={() => player.next()} />
      )}
    </div>
  );
}

function PlayIcon({ busy, playing }: { busy: boolean; playing: boolean }) {
  if (busy) {
    return <IconLoader2 size={22} aria-hidden className={classes.turning} />;
  }
  const Icon = playing ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return <Icon size={20} aria-hidden />;
}

function Extras({ player, state }: SteeringProps) {
  const { t } = useTranslation('recordings');
  const door = usePlayerDoor();
  const part = state.parts[state.index];
  return (
    <div className={classes.extras}>
      {state.parts.length > 1 && <PartSwitch player={player} state={state} />}
      <NativeSelect
        size="xs"
        aria-label={t('player.speed')}
        value={state.speed}
        data={speeds.map((speed) => ({ value: String(speed), label: `${speed}×` }))}
        onChange={(event) => player.setSpeed(Number(event.currentTarget.value))}
      />
      <Steer
        icon={IconDownload}
        label={t('player.download')}
        onPress={() => door.download({ call: state.call, part })}
      />
    </div>
  );
}

function PartSwitch({ player, state: { index, parts } }: SteeringProps) {
  const { t } = useTranslation('recordings');
  return (
    <div className={classes.parts}>
      <Steer
        icon={IconChevronLeft}
        label={t('player.previousPart')}
        disabled={index === 0}
        onPress={() => player.startPart(index - 1)}
      />
      <span>{t('player.part', { part: index + 1, count: parts.length })}</span>
      <Steer
        icon={IconChevronRight}
        label={t('player.nextPart')}
        disabled={index === parts.length - 1}
        onPress={() => player.startPart(index + 1)}
      />
    </div>
  );
}

interface SteerProps {
  icon: ComponentType<IconProps>;
  label: string;
  disabled?: boolean;
  onPress: () => void;
}

function Steer({ icon: Icon, label, disabled, onPress }: SteerProps) {
  return (
    <ActionIcon aria-label={label} title={label} disabled={disabled ?? false} onClick={onPress}>
      <Icon size={20} stroke={1.7} aria-hidden />
    </ActionIcon>
  );
}
