import { VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type Ref, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAltKey } from '../../shared/ui/use-alt-key';
import { PhoneBar, wordOf } from './phone-bar';
import classes from './phone-dock.module.css';
import { PhoneFrame, type PhoneFrameHandle } from './phone-frame';
import { canAnswer, hasWidget, isBusy, type PhoneStatus } from './phone-status';
import { ElsewhereSteps, HereSteps } from './phone-steps';
import type { PhoneTurn } from './phone-tabs';
import { useOpening } from './use-opening';
import { type Phone, usePhone } from './use-phone';
import { useSoundAllowed } from './use-sound';

interface PhoneDockProps {
  /** Who rings at the viewer's extensions right now. */
  callers: readonly string[];
  /** Told when a call begins and ends in it, in whatever tab it runs. */
  onBusy: (busy: boolean) => void;
}

/** The phone of this browser, over every screen; Alt+O leads to it. */
export function PhoneDock({ callers, onBusy }: PhoneDockProps) {
  const { t } = useTranslation('phone');
  const isRinging = callers.length > 0;
  const phone = usePhone(isRinging);
  const { turn, status } = phone;
  const leading = turn === 'leading';
  const sound = useSoundAllowed();
  const busy = isBusy(status);
  useEffect(() => onBusy(busy), [onBusy, busy]);
  const engaged = (isRinging && canAnswer(status)) || busy;
  const [open, setOpen] = useOpening(leading && engaged, status.activity !== null);
  const frame = useRef<PhoneFrameHandle>(null);
  const body = useId();
  const box = useRoomForDock();
  const goThere = (): void => {
    setOpen(true);
    requestAnimationFrame(() => frame.current?.focus());
  };
  useAltKey('O', goThere);

  if (!isOffered(turn, status)) {
    return null;
  }
  return (
    <section ref={box} className={classes.dock} aria-label={t('label')}>
      <div id={body} className={classes.body} data-open={open}>
        <div className={classes.steps} hidden={!open}>
          <Callers names={callers} answer={answerPlace(phone)} />
          {leading ? (
            <HereSteps
              phone={phone}
              engaged={engaged}
              mute={!sound}
              onCheckMicrophone={() => frame.current?.checkMicrophone()}
            />
          ) : (
            <ElsewhereSteps phone={phone} />
          )}
        </div>
        <Page phone={phone} shown={open && hasWidget(status)} ref={frame} />
      </div>
      <PhoneBar
        word={wordOf(turn, status, isRinging)}
        extension={status.extension}
        mute={leading && !sound}
        open={open}
        controls={body}
        onToggle={() => setOpen(!open)}
      />
      {!open && <Announcement trouble={status.trouble} />}
    </section>
  );
}

/** Nothing is shown before anything is known, nor where the phone is switched off. */
const isOffered = (turn: PhoneTurn, { extension, trouble }: PhoneStatus): boolean =>
  trouble !== 'webrtc_off' && (extension !== null || trouble !== null || turn === 'silent');

const answerPlace = ({ turn, status }: Phone): CallersProps['answer'] =>
  !canAnswer(status) ? 'desk' : turn === 'leading' ? 'here' : 'elsewhere';

/** Says what is wrong to those who do not see the bar; an open dock says it itself. */
function Announcement({ trouble }: Pick<PhoneStatus, 'trouble'>) {
  const { t } = useTranslation('phone');
  return <VisuallyHidden role="status">{trouble && t(`trouble.${trouble}.title`)}</VisuallyHidden>;
}

function Page({ phone, shown, ref }: { phone: Phone; shown: boolean; ref: Ref<PhoneFrameHandle> }) {
  return (
    phone.page && (
      <PhoneFrame
        key={phone.page.key}
        ref={ref}
        session={phone.page.session}
        shown={shown}
        onMessage={phone.onMessage}
        onUnreachable={phone.onUnreachable}
        onFrozen={phone.onFrozen}
      />
    )
  );
}

interface CallersProps {
  names: readonly string[];
  /** Where the call can be answered. */
  answer: 'here' | 'elsewhere' | 'desk';
}

function Callers({ names, answer }: CallersProps) {
  const { t } = useTranslation('phone');
  if (names.length === 0) {
    return null;
  }
  return (
    <p className={classes.callers}>
      <strong>
        {names.length === 1
          ? t('ring.caller', { name: names[0] })
          : t('ring.callers', { names: names.join(', ') })}
      </strong>{' '}
      {t(`ring.answer.${answer}`)}
    </p>
  );
}

/** Tells the page how much room the dock takes, so that nothing lies under it for good. */
function useRoomForDock() {
  const { ref, height } = useElementSize<HTMLElement>({ box: 'border-box' });
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--cb-dock', `${height}px`);
    return () => void style.removeProperty('--cb-dock');
  }, [height]);
  return ref;
}
