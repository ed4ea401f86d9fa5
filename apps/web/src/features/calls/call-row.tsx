import type { CallItem } from '@callboard/contracts';
import { memo, type ReactNode, type RefCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatDuration } from '../../shared/format/duration';
import { CallButton } from '../../shared/ui/call-button';
import { Moment } from '../../shared/ui/moment';
import { PhoneNumber } from '../../shared/ui/phone-number';
import { DirectionMark, ResultBadge } from './call-marks';
import { useCallParty } from './call-party';
import classes from './call-row.module.css';
import type { ListedCalls } from './listed-calls';

/** Play and download of a call, drawn by whoever knows of recordings. */
export type RecordingCell = (call: CallItem, row: { tabbable: boolean; list: ListedCalls }) => ReactNode;

interface CallRowProps {
  call: CallItem;
  /** Only one row of the list is in the tab order; the arrows move it. */
  tabbable: boolean;
  linkRef?: RefCallback<HTMLAnchorElement>;
  onFocus?: (id: string) => void;
  recordingCell: RecordingCell;
  list: ListedCalls;
}

/** The cells of one call; wide they are columns, narrow they fold into a card. */
export const CallRow = memo(function CallRow(props: CallRowProps) {
  const { call, tabbable, recordingCell, list } = props;
  const { t } = useTranslation('calls');
  return (
    <>
      <span role="cell" className={classes.start}>
        <Moment at={call.startedAt} look="relative" />
      </span>
      <span role="cell" className={classes.direction}>
        <DirectionMark direction={call.direction} />
      </span>
      <CustomerCell {...props} />
      <span role="cell" className={classes.result}>
        <ResultBadge call={call} />
      </span>
      <span role="cell" className={classes.agent}>
        <span className={classes.name} title={call.employeeName ?? undefined}>
          {call.employeeName ?? (call.extension ? t('extension', { number: call.extension }) : '')}
        </span>
        {call.employeeName && call.extension && <small>{t('extension', { number: call.extension })}</small>}
      </span>
      <span role="cell" className={classes.line}>
        {call.lineNumber && <PhoneNumber number={call.lineNumber} />}
      </span>
      <span role="cell" className={classes.duration}>
        {call.durationSeconds ? formatDuration(call.durationSeconds) : ''}
      </span>
      <span role="cell" className={classes.recording}>
        {recordingCell(call, { tabbable, list })}
      </span>
      <span role="cell" className={classes.marks}>
        <TagMarks tags={call.tags} />
      </span>
    </>
  );
});

/** The first tag, and how many more there are; all of them on hover. */
function TagMarks({ tags: [first, ...more] }: { tags: readonly string[] }) {
  if (first === undefined) {
    return null;
  }
  return (
    <span className={classes.tags} title={[first, ...more].join(', ')}>
      <span className={classes.tag}>{first}</span>
      {more.length > 0 && <small>+{more.length}</small>}
    </span>
  );
}

function CustomerCell({ call, tabbable, linkRef, onFocus }: CallRowProps) {
  const party = useCallParty()(call);
  const { externalNumber: number, contactId } = call;
  return (
    <span role="cell" className={classes.customer}>
      <span className={classes.party}>
        <Link
          to={`/calls/${call.id}`}
          ref={linkRef}
          tabIndex={tabbable ? 0 : -1}
          onFocus={() => onFocus?.(call.id)}
          className={classes.link}
          title={party.title}
          data-call-id={call.id}
        >
          {party.title}
        </Link>
        {party.number && (
          <span className={classes.more}>
            <span className={classes.number}>{party.number}</span>
            {party.company && (
              <span className={classes.company} title={party.company}>
                {party.company}
              </span>
            )}
          </span>
        )}
      </span>
      {number && (
        <CallButton
          number={number}
          name={call.contactName}
          contactId={contactId}
          tabIndex={tabbable ? 0 : -1}
        />
      )}
    </span>
  );
}
