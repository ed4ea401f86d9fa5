import { Button } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../shared/ui/notice';
import classes from './phone-dock.module.css';
import { PhoneTroubleNotice } from './phone-trouble';
import type { Phone } from './use-phone';
import { playTone } from './use-sound';

interface HereStepsProps {
  phone: Phone;
  /** A call leaves no room for anything but what keeps it from being heard. */
  engaged: boolean;
  mute: boolean;
  onCheckMicrophone: () => void;
}

/** What the phone of this tab needs from the viewer. */
export function HereSteps({ phone: { status, restart }, engaged, mute, onCheckMicrophone }: HereStepsProps) {
  const { t } = useTranslation('phone');
  const [asked, setAsked] = useState(false);
  const runs = !engaged && (status.stage === 'ready' || status.trouble?.startsWith('microphone'));
  return (
    <>
      {status.trouble && <PhoneTroubleNotice code={status.trouble} onRestart={restart} />}
      {!engaged && status.warnings.map((code) => <PhoneTroubleNotice key={code} code={code} />)}
      {mute && (
        <Notice tone="warn" title={t('sound.title')}>
          <p>{t('sound.text')}</p>
          <Button size="xs" variant="default" onClick={playTone}>
            {t('sound.turnOn')}
          </Button>
        </Notice>
      )}
      {asked && status.microphone && !status.trouble && (
        <Notice tone={status.microphone === 'granted' ? 'good' : 'warn'}>
          {t(`microphone.${status.microphone}`)}
        </Notice>
      )}
      {runs && (
        <Button
          size="xs"
          variant="subtle"
          className={classes.check}
          leftSection={<IconMicrophone size={16} aria-hidden />}
          onClick={() => {
            setAsked(true);
            onCheckMicrophone();
          }}
        >
          {t('microphone.check')}
        </Button>
      )}
    </>
  );
}

/** Where the phone is, while it is not in this tab, and the way to bring it here. */
export function ElsewhereSteps({ phone: { turn, status, take } }: { phone: Phone }) {
  const { t } = useTranslation('phone');
  const text =
    turn === 'silent' ? 'tabs.silent' : status.activity === 'talking' ? 'tabs.talking' : 'tabs.elsewhere';
  const isHopeless = status.trouble === 'https_missing' && turn === 'waiting';
  return isHopeless ? (
    <PhoneTroubleNotice code="https_missing" onRestart={() => window.location.reload()} />
  ) : (
    <>
      <p className={classes.text}>{t(text)}</p>
      <Button size="xs" variant="light" onClick={take}>
        {t('tabs.take')}
      </Button>
    </>
  );
}
