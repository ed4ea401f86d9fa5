import type { FromPhone } from '@callboard/contracts';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FrameLink, linkFrame } from './frame-link';
import type { OpenSession } from './phone-session';
import classes from './phone-dock.module.css';

/** What the dock asks of the page. */
export interface PhoneFrameHandle {
  focus(): void;
  checkMicrophone(): void;
}

interface PhoneFrameProps {
  session: OpenSession;
  /** A closed dock keeps its page: it rings and talks on. */
  shown: boolean;
  onMessage: (message: FromPhone) => void;
  onUnreachable: () => void;
  onFrozen: () => void;
  ref: Ref<PhoneFrameHandle>;
}

/** The phone's own page, kept apart because the widget in it is no code of ours. */
export function PhoneFrame({ session, shown, onMessage, onUnreachable, onFrozen, ref }: PhoneFrameProps) {
  const { t, i18n } = useTranslation('phone');
  const frame = useRef<HTMLIFrameElement>(null);
  const link = useRef<FrameLink>(undefined);
  // What the page was started with stays: the widget cannot be told anew.
  const [start] = useState(() => ({
    type: 'phone.start' as const,
    key: session.key,
    login: session.login,
    scriptUrls: session.scriptUrls,
    shape: session.shape,
    position: session.position,
    language: i18n.language === 'en' ? ('en' as const) : ('pl' as const),
  }));
  const [room, setRoom] = useState<number>();
  useEffect(() => {
    if (!frame.current) {
      return;
    }
    const opened = linkFrame(frame.current, session.phoneOrigin, start, {
      onMessage: (message) => {
        if (message.type === 'phone.room') {
          setRoom(message.height);
        }
        onMessage(message);
      },
      onUnreachable,
      onFrozen,
    });
    link.current = opened;
    return () => opened.close();
  }, [session.phoneOrigin, start, onMessage, onUnreachable, onFrozen]);
  useImperativeHandle(ref, () => ({
    focus: () => frame.current?.focus(),
    checkMicrophone: () => link.current?.checkMicrophone(),
  }));
  return (
    <div
      className={classes.window}
      data-shown={shown}
      data-edge={session.position.startsWith('top') ? 'top' : 'bottom'}
      style={room === undefined ? undefined : { height: room }}
    >
      <iframe
        ref={frame}
        src={`${session.phoneOrigin}/phone`}
        title={t('frame')}
        allow="microphone; autoplay"
        className={classes.frame}
        inert={!shown}
      />
    </div>
  );
}
