import type { CallRequest } from '@callboard/contracts';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPhoneOff, IconPhoneOutgoing, IconQuestionMark } from '@tabler/icons-react';
import { type ComponentProps, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatPhone } from '../../shared/format/phone';
import { CornerActions, CornerCard } from '../../shared/ui/corner-card';
import classes from './call-progress.module.css';
import { callRequestQuery } from './queries';
import { type CallOutcome, useOutcome } from './use-outcome';
import type { Wish } from './wishes';

/** How long a call that went well still says that it is over. */
const farewell = 12_000;

interface CallProgressProps {
  wish: Wish;
  onRetry: (id: string) => void;
  onDismiss: (id: string) => void;
}

/** The visible life of one call wish: which phone rings now, or why it came to nothing and what to do. */
export function CallProgress({ wish, onRetry, onDismiss }: CallProgressProps) {
  const { t } = useTranslation('callRequests');
  const request = useRequest(wish.requestId);
  const outcome = useOutcome(request, wish.problem);
  const state = stateOf(wish, request);
  useFarewell(state === 'ended', wish.id, onDismiss);
  const number = formatPhone(request?.to ?? wish.callee.number);
  const who = wish.callee.name ?? number;
  return (
    <CornerCard
      label={t('label', { who })}
      tone={tones[state]}
      icon={<StateIcon state={state} />}
      state={outcome?.title ?? t(`state.${state}`)}
      name={who}
      about={who !== number && <p className={classes.number}>{number}</p>}
      closeLabel={t('dismiss')}
      onClose={() => onDismiss(wish.id)}
    >
      {outcome ? (
        <Outcome outcome={outcome} number={wish.callee.number} onRetry={() => onRetry(wish.id)} />
      ) : (
        <Steps state={state} extension={request?.extension ?? null} />
      )}
      {request?.callId && <CallLink callId={request.callId} />}
    </CornerCard>
  );
}

function useRequest(id: string | null): CallRequest | undefined {
  return useQuery({ ...callRequestQuery(id ?? ''), enabled: id !== null }).data;
}

function CallLink({ callId }: { callId: string }) {
  const { t } = useTranslation('callRequests');
  return (
    <CornerActions>
      <Button size="xs" variant="default" component={Link} to={`/calls/${callId}`}>
        {t('openCall')}
      </Button>
    </CornerActions>
  );
}

type State = CallRequest['state'];

const tones: Record<State, ComponentProps<typeof CornerCard>['tone']> = {
  requested: 'active',
  dialling: 'active',
  phone_ringing: 'active',
  customer_ringing: 'active',
  talking: 'active',
  ended: 'good',
  failed: 'bad',
  unknown: 'warn',
};

const stateOf = ({ problem }: Wish, request: CallRequest | undefined): State =>
  problem ? 'failed' : (request?.state ?? 'requested');

function StateIcon({ state }: { state: State }) {
  const Icon = state === 'failed' ? IconPhoneOff : state === 'unknown' ? IconQuestionMark : IconPhoneOutgoing;
  return <Icon size={20} stroke={1.9} aria-hidden />;
}

const steps = ['phone', 'customer', 'talk'] as const;

/** How many steps are behind. */
const stepsDone: Record<State, number> = {
  requested: 0,
  dialling: 0,
  phone_ringing: 0,
  customer_ringing: 1,
  talking: 2,
  ended: 3,
  failed: 0,
  unknown: 0,
};

function Steps({ state, extension }: { state: State; extension: string | null }) {
  const { t } = useTranslation('callRequests');
  const done = stepsDone[state];
  const isWaiting = state === 'requested' || state === 'dialling';
  return (
    <>
      <ol className={classes.steps}>
        {steps.map((step, index) => {
          const isNow = index === done && !isWaiting;
          return (
            <li
              key={step}
              data-step={isNow ? 'now' : index < done ? 'done' : 'ahead'}
              aria-current={isNow ? 'step' : undefined}
            >
              {t(`step.${step}`)}
            </li>
          );
        })}
      </ol>
      {state === 'phone_ringing' && (
        <p className={classes.help}>{extension ? t('pickUpExtension', { extension }) : t('pickUp')}</p>
      )}
    </>
  );
}

interface OutcomeProps {
  outcome: CallOutcome;
  number: string;
  onRetry: () => void;
}

function Outcome({ outcome, number, onRetry }: OutcomeProps) {
  const { t } = useTranslation('callRequests');
  const { help, detail, remedy, settings } = outcome;
  const isRested = useRested(outcome.rest);
  return (
    <>
      <p className={classes.help}>{help}</p>
      {detail && <p className={classes.detail}>{t('pbxSaid', { words: detail })}</p>}
      {(remedy ?? settings) && (
        <CornerActions>
          {remedy === 'retry' && (
            <Button size="xs" disabled={!isRested} onClick={onRetry}>
              {t('retry')}
            </Button>
          )}
          {remedy === 'correct' && (
            <Button size="xs" component={Link} to={`/dial?number=${encodeURIComponent(number)}`}>
              {t('correct')}
            </Button>
          )}
          {settings && (
            <Button size="xs" variant="default" component={Link} to={settings}>
              {t('openSettings')}
            </Button>
          )}
        </CornerActions>
      )}
    </>
  );
}

/** True once so many milliseconds have passed. */
function useRested(rest: number): boolean {
  const [isRested, setIsRested] = useState(rest === 0);
  useEffect(() => {
    const timer = setTimeout(() => setIsRested(true), rest);
    return () => clearTimeout(timer);
  }, [rest]);
  return isRested;
}

/** Takes a call that went well off the screen a while after its end. */
function useFarewell(isOver: boolean, id: string, onDismiss: (id: string) => void): void {
  useEffect(() => {
    if (!isOver) {
      return;
    }
    const timer = setTimeout(() => onDismiss(id), farewell);
    return () => clearTimeout(timer);
  }, [isOver, id, onDismiss]);
}
