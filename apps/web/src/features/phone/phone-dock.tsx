import { useElementSize, useHotkeys } from '@mantine/hooks';
import { type Ref, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PhoneBar, wordOf } from './phone-bar';
import classes from './phone-dock.module.css';
import { PhoneFrame, type PhoneFrameHandle } from './phone-frame';
import { hasWidget, isBusy } from './phone-status';
import { ElsewhereSteps, HereSteps } from './phone-steps';
import { useOpening } from './use-opening';
import { type Phone, usePhone } from './use-phone';
import { useSoundAllowed } from './use-sound';

interface PhoneDockProps {
  /** Who rings at the viewer's extensions right now. */
  callers: readonly string[];
}

/** The phone of this browser, over every screen; Alt+O leads to it. */
export function PhoneDock({ callers }: PhoneDockProps) {
  const { t } = useTranslation('phone');
  const isRinging = callers.length > 0;
  const phone = usePhone(isRinging);
  const { turn, status } = phone;
  const leading = turn === 'leading';
  const sound = useSoundAllowed();
  const [open, setOpen] = useOpening(leading && (isRinging || isBusy(status)), status.activity !== null);
  const frame = useRef<PhoneFrameHandle>(null);
  const body = useId();
  const box = useRoomForDock();
  const goThere = (): void => {
    setOpen(true);
    requestAnimationFrame(() => frame.current?.focus());
  };
  useHotkeys([['alt+O', goThere, { usePhysicalKeys: true }]], []);

  const isKnown = status.extension !== null || status.trouble !== null || turn === 'silent';
  if (!isKnown || status.trouble === 'webrtc_off') {
    return null;
  }
  return (
    <section ref={box} className={classes.dock} aria-label={t('label')}>
      <div id={body} className={classes.body} data-open={open}>
        <div className={classes.steps} hidden={!open}>
          {isRinging && <Callers names={callers} here={leading} />}
          {leading ? (
            <HereSteps
              phone={phone}
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
    </section>
  );
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

function Callers({ names, here }: { names: readonly string[]; here: boolean }) {
  const { t } = useTranslation('phone');
  return (
    <p className={classes.callers}>
      <strong>
        {names.length === 1
          ? t('ring.caller', { name: names[0] })
          : t('ring.callers', { names: names.join(', ') })}
      </strong>{' '}
      {here ? t('ring.answerHere') : t('ring.answerElsewhere')}
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
