import type { Cloud } from '../cloud';
import type { Answer } from '../http/answer';
import type { Recording } from '../recordings/recording-store';
import { refuse, success, type ApiRequest, type ApiRoute } from './api-answer';

const recognitionSeconds = 5;
const phrases = [
  { result: 'dzień dobry w czym mogę pomóc', channel: 2 },
  { result: 'dzień dobry chciałbym zapytać o moje zamówienie', channel: 1 },
  { result: 'oczywiście proszę podać numer', channel: 2 },
  { result: 'dziękuję bardzo do widzenia', channel: 1 },
];

function spokenWords(): object[] {
  let second = 0;
  return phrases.map(({ result, channel }) => ({
    result: result.split(' ').map((w) => {
      second += 0.5;
      return { s: second, e: second + 0.4, w };
    }),
    channel,
  }));
}

function find({ cloud, fields }: ApiRequest): Recording | undefined {
  return cloud.recordings.get(/\d+\.\d+/.exec(fields['call_id'] ?? '')?.[0] ?? '');
}

function read(request: ApiRequest): Answer {
  const recording = find(request);
  if (recording === undefined) return refuse('File not found');
  const done = recording.recognition === 'recognized';
  const asWords = request.fields['return'] === 'words';
  return success({
    lang: request.fields['lang'] ?? 'pl-PL',
    recognitionStatus: recording.ready ? recording.recognition : 'not available for recognize',
    otherLangs: [],
    words: done && asWords ? spokenWords() : [],
    phrases: done && !asWords ? phrases : [],
  });
}

async function recognise(cloud: Cloud, recording: Recording): Promise<void> {
  await cloud.pace.pause(recognitionSeconds, cloud.stop.signal);
  recording.recognition = 'recognized';
  await cloud.deliveries.send({
    callId: null,
    fields: {
      event: 'SPEECH_RECOGNITION',
      lang: 'pl-PL',
      call_id: recording.callId,
      pbx_call_id: recording.pbxCallId,
      result: JSON.stringify({ words: spokenWords(), phrases }),
    },
  });
}

function start(request: ApiRequest): Answer {
  const recording = find(request);
  if (recording?.ready !== true) return refuse('File not found');
  if (recording.recognition === 'ready for recognize') {
    recording.recognition = 'in progress';
    // Ends early only when the simulator is closed.
    recognise(request.cloud, recording).catch(() => undefined);
  }
  return success();
}

/** Speech recognition: takes a few seconds, then the text is there and SPEECH_RECOGNITION is sent. */
export const speechEndpoints: ApiRoute[] = [
  { method: 'GET', path: '/v1/speech_recognition', handle: read },
  { method: 'PUT', path: '/v1/speech_recognition', handle: start },
];
