import { useCallParty } from '../features/calls/call-party';
import type { RecordingCell } from '../features/calls/call-row';
import { RecordingButtons } from '../features/recordings/recording-buttons';

type NamedButtonsProps = Omit<Parameters<typeof RecordingButtons>[0], 'name'>;

function NamedButtons(props: NamedButtonsProps) {
  return <RecordingButtons {...props} name={useCallParty()(props.call).title} />;
}

/** Play and download of a call, for lists of calls. */
export const recordingCell: RecordingCell = (call, row) => <NamedButtons call={call} {...row} />;
