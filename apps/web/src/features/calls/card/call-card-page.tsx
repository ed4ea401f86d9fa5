import type { CallDetail } from '@callboard/contracts';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatDuration } from '../../../shared/format/duration';
import { CallButton } from '../../../shared/ui/call-button';
import { Moment } from '../../../shared/ui/moment';
import { Page } from '../../../shared/ui/page';
import { Panel } from '../../../shared/ui/panel';
import { PhoneLink, PhoneNumber } from '../../../shared/ui/phone-number';
import { ProblemNotice } from '../../../shared/ui/problem-notice';
import { DirectionMark, ResultBadge } from '../call-marks';
import { useCallParty } from '../call-party';
import { callQuery } from '../queries';
import classes from './call-card.module.css';
import { Legs } from './legs';
import { Matches } from './matches';
import { Notes } from './notes';
import { RoutingExplained } from './routing-explained';
import { Tags } from './tags';
import { Timeline } from './timeline';

interface CallCardPageProps {
  id: string;
  /** The call's audio, drawn by whoever knows of recordings. */
  recordings: (call: CallDetail) => ReactNode;
}

/** Everything known about one call. */
export function CallCardPage({ id, recordings }: CallCardPageProps) {
  const { t } = useTranslation('calls');
  const { data: call, error, refetch } = useQuery(callQuery(id));
  const partyOf = useCallParty();
  const back = <Link to="/calls">{t('card.back')}</Link>;
  if (!call) {
    return (
      <Page title={t('card.title')} above={back}>
        {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Skeleton height={320} />}
      </Page>
    );
  }
  return (
    <Page title={partyOf(call).title} above={back}>
      <div className={classes.columns}>
        <div className={classes.column}>
          <Summary call={call} />
          {recordings(call)}
          {call.routing && <RoutingExplained routing={call.routing} />}
          <Timeline call={call} />
          {call.legs.length > 0 && <Legs legs={call.legs} />}
        </div>
        <div className={classes.column}>
          <Matches call={call} />
          <Tags call={call} />
          <Notes call={call} />
        </div>
      </div>
    </Page>
  );
}

function Summary({ call }: { call: CallDetail }) {
  const { t } = useTranslation('calls');
  const party = useCallParty()(call);
  return (
    <Panel>
      <div className={classes.headline}>
        <DirectionMark direction={call.direction} />
        <ResultBadge call={call} />
        {call.reason && <span className={classes.dim}>{t(`reason.${call.reason}`)}</span>}
      </div>
      <dl className={classes.facts}>
        {party.company && <Fact name={t('fact.company')}>{party.company}</Fact>}
        {call.externalNumber && (
          <Fact name={t('fact.number')}>
            <PhoneLink number={call.externalNumber} />{' '}
            <CallButton number={call.externalNumber} name={call.contactName} contactId={call.contactId} />
          </Fact>
        )}
        <Fact name={t('column.start')}>
          <Moment at={call.startedAt} />
        </Fact>
        {call.durationSeconds !== null && (
          <Fact name={t('column.duration')}>{formatDuration(call.durationSeconds)}</Fact>
        )}
        {(call.employeeName ?? call.extension) && (
          <Fact name={t('column.agent')}>
            {[call.employeeName, call.extension && t('extension', { number: call.extension })]
              .filter(Boolean)
              .join(' · ')}
          </Fact>
        )}
        {call.lineNumber && (
          <Fact name={t('column.line')}>
            <PhoneNumber number={call.lineNumber} />
          </Fact>
        )}
        <Fact name={t('fact.pbxCallId')} wide>
          <code className={classes.code}>{call.pbxCallId}</code>
        </Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? classes.wide : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
