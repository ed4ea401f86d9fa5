import type { Cloud } from '../cloud';
import type { Answer } from '../http/answer';
import { conversationOf, type Recognised } from '../recordings/conversations';
import type { Recording } from '../recordings/recording-store';
import { refuse, success, type ApiRequest, type ApiRoute } from './api-answer';

const recognitionSeconds = 5;

const asWords = (conversation: readonly Recognised[]) =>
  conversation.map(({ words, channel }) => ({ result: words, channel }));

const asPhrases = (conversation: readonly Recognised[]) =>
  conversation.map(({ words, channel }) => ({ result: words.map(({ w }) => w).join(' '), channel }));

function find({ cloud, fields }: ApiRequest): Recording | undefined {
  return cloud.recordings.get(/\d+\.\d+/.exec(fields['call_id'] ?? '')?.[0] ?? '');
}

function meets(cloud: Cloud, kind: SpeechFault, recording: Recording): boolean {
  const concerns = (fault: { kind: string; callId?: string | undefined }) =>
    fault.kind === kind && (fault.callId === undefined || fault.callId === recording.callId);
  return cloud.faults.take('speech', concerns).length > 0;
}

type SpeechFault = 'not-available' | 'no-seconds' | 'recognition-fails' | 'recognition-hangs';

function read(request: ApiRequest): Answer {
  const { cloud, fields } = request;
  const recording = find(request);
  if (recording === undefined) return refuse('File not found');
  const available = recording.ready && !meets(cloud, 'not-available', recording);
  const done = available && recording.recognition === 'recognized';
  const wantsWords = fields['return'] === 'words';
  const conversation = done ? conversationOf(recording) : [];
  return success({
    lang: fields['lang'] ?? 'pl-PL',
    recognitionStatus: available ? recording.recognition : 'not available for recognize',
    otherLangs: [],
    words: wantsWords ? asWords(conversation) : [],
    phrases: wantsWords ? [] : asPhrases(conversation),
  });
}

async function recognise(cloud: Cloud, recording: Recording): Promise<void> {
  await cloud.pace.pause(recognitionSeconds, cloud.stop.signal);
  if (meets(cloud, 'recognition-hangs', recording)) return;
  if (meets(cloud, 'recognition-fails', recording)) {
    recording.recognition = 'error';
    return;
  }
  recording.recognition = 'recognized';
  cloud.account.recognisedSeconds += recording.seconds;
  const conversation = conversationOf(recording);
  await cloud.deliveries.send({
    callId: null,
    fields: {
      event: 'SPEECH_RECOGNITION',
      lang: 'pl-PL',
      call_id: recording.callId,
      ...(recording.pbxCallId === null ? {} : { pbx_call_id: recording.pbxCallId }),
      result: JSON.stringify({ words: asWords(conversation), phrases: asPhrases(conversation) }),
    },
  });
}

function start(request: ApiRequest): Answer {
  const { cloud } = request;
  const recording = find(request);
  if (recording?.ready !== true) return refuse('File not found');
  // Nobody has written down what the account says when its paid seconds are used up; these words are ours.
  if (meets(cloud, 'no-seconds', recording)) return refuse('Not enough seconds for speech recognition');
  if (recording.recognition === 'ready for recognize' || recording.recognition === 'error') {
    recording.recognition = 'in progress';
    // Ends early only when the simulator is closed.
    recognise(cloud, recording).catch(() => undefined);
  }
  return success();
}

/** Speech recognition: takes a few seconds, then the text is there and SPEECH_RECOGNITION is sent. */
export const speechEndpoints: ApiRoute[] = [
  { method: 'GET', path: '/v1/speech_recognition', handle: read },
  { method: 'PUT', path: '/v1/speech_recognition', handle: start },
];
