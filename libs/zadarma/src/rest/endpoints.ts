import * as z from 'zod';
import { looseFlag, looseNumber, looseOptionalText, looseText } from './lenient';

/** One method of the REST API: how it is asked and how its answer is read. */
export interface Endpoint<Answer extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As requested and signed, with its trailing slash; `{number}` is filled in. */
  readonly path: string;
  /** Every parameter this client may send, besides those in the path. */
  readonly parameters: readonly string[];
  /** Where the parameters travel; GET by query, all others by form body unless said otherwise. */
  readonly place: 'query' | 'body';
  /** Statistics have a budget of their own. */
  readonly budget: 'general' | 'statistics';
  readonly answer: Answer;
}

const endpoint = <Answer extends z.ZodType>(
  method: Endpoint['method'],
  path: string,
  answer: Answer,
  parameters: readonly string[] = [],
  more: Partial<Pick<Endpoint, 'place' | 'budget'>> = {},
): Endpoint<Answer> => ({
  method,
  path,
  answer,
  parameters,
  place: method === 'GET' ? 'query' : 'body',
  budget: 'general',
  ...more,
});

const anything = z.looseObject({});

const switches = z.object({
  notify_start: looseFlag.default(false),
  notify_internal: looseFlag.default(false),
  notify_answer: looseFlag.default(false),
  notify_end: looseFlag.default(false),
  notify_out_start: looseFlag.default(false),
  notify_out_end: looseFlag.default(false),
});

/** Link and links are both seen, whichever id was asked with; neither means "not ready yet". */
const recordLinks = z
  .object({
    link: looseOptionalText,
    links: z.array(looseText).nullish(),
    lifetime_till: looseOptionalText,
  })
  .transform(({ link, links, lifetime_till }) => ({
    links: links?.length ? links : link ? [link] : [],
    lifetimeTill: lifetime_till,
  }));

/** One id deletes one file, the id of the call all its parts; what failed is named in a success. */
const deletedRecords = z
  .object({
    file_name: looseOptionalText,
    deleted_files: z.array(looseText).nullish(),
    failed_files: z.array(looseText).nullish(),
  })
  .transform(({ file_name, deleted_files, failed_files }) => ({
    deletedFiles: deleted_files ?? (file_name === null ? [] : [file_name]),
    failedFiles: failed_files ?? [],
  }));

/** Times are seconds from the start; a channel is one side of the conversation. */
const spokenWord = z
  .object({ s: looseNumber, e: looseNumber, w: looseText })
  .transform(({ s, e, w }) => ({ startSeconds: s, endSeconds: e, text: w }));
const channel = looseText.nullish().transform((value) => value ?? null);
const recognition = z
  .object({
    lang: looseOptionalText,
    recognitionStatus: looseText,
    words: z.array(z.object({ result: z.array(spokenWord).nullish(), channel })).nullish(),
    phrases: z.array(z.object({ result: looseOptionalText, channel })).nullish(),
  })
  .transform(({ lang, recognitionStatus, words, phrases }) => ({
    language: lang,
    status: recognitionStatus.toLowerCase().trim(),
    words: (words ?? []).map((part) => ({ words: part.result ?? [], channel: part.channel })),
    phrases: (phrases ?? []).map((part) => ({ text: part.result ?? '', channel: part.channel })),
  }));

const statisticsRow = z.object({
  call_id: looseText.default(''),
  sip: looseText.default(''),
  callstart: looseText,
  clid: looseText.default(''),
  destination: looseText.default(''),
  disposition: looseText.default(''),
  seconds: looseText.default(''),
  is_recorded: looseText.default(''),
  pbx_call_id: z
    .union([looseText, z.null()])
    .default('')
    .transform((id) => id ?? ''),
});

/** Every REST method Callboard uses (facts sheet 4). `npm run check:zadarma` compares it with Zadarma's description. */
export const endpoints = {
  balance: endpoint('GET', '/v1/info/balance/', z.object({ balance: looseNumber, currency: looseText })),
  timezone: endpoint(
    'GET',
    '/v1/info/timezone/',
    z.object({ unixtime: looseNumber, datetime: looseText, timezone: looseText }),
  ),
  tariff: endpoint(
    'GET',
    '/v1/tariff/',
    z.object({ info: z.object({ tariff_name: looseOptionalText, is_active: looseFlag.optional() }) }),
  ),
  extensions: endpoint(
    'GET',
    '/v1/pbx/internal/',
    z.object({ pbx_id: looseText, numbers: z.array(looseText).default([]) }),
  ),
  extensionStatus: endpoint(
    'GET',
    '/v1/pbx/internal/{number}/status/',
    z.object({ number: looseText, is_online: looseFlag }),
  ),
  extensionInfo: endpoint(
    'GET',
    '/v1/pbx/internal/{number}/info/',
    z.object({
      number: looseText,
      name: looseOptionalText,
      caller_id: looseOptionalText,
      lines: looseOptionalText,
      record_store: looseOptionalText,
    }),
  ),
  callinfo: endpoint(
    'GET',
    '/v1/pbx/callinfo/',
    z.object({ url: looseOptionalText, notifications: switches }),
  ),
  setCallinfoUrl: endpoint('POST', '/v1/pbx/callinfo/url/', z.object({ url: looseOptionalText }), ['url']),
  removeCallinfoUrl: endpoint('DELETE', '/v1/pbx/callinfo/url/', anything),
  setCallinfoNotifications: endpoint(
    'POST',
    '/v1/pbx/callinfo/notifications/',
    z.object({ notifications: switches }),
    Object.keys(switches.shape),
  ),
  requestCallback: endpoint('GET', '/v1/request/callback/', z.object({ time: looseNumber.optional() }), [
    'from',
    'to',
    'sip',
    'predicted',
  ]),
  recordLinks: endpoint('GET', '/v1/pbx/record/request/', recordLinks, [
    'call_id',
    'pbx_call_id',
    'lifetime',
  ]),
  deleteRecord: endpoint('DELETE', '/v1/pbx/record/request/', deletedRecords, ['call_id', 'pbx_call_id']),
  speechRecognition: endpoint('GET', '/v1/speech_recognition/', recognition, [
    'call_id',
    'lang',
    'return',
    'alternatives',
  ]),
  startSpeechRecognition: endpoint('PUT', '/v1/speech_recognition/', anything, ['call_id', 'lang']),
  webrtcKey: endpoint('GET', '/v1/webrtc/get_key/', z.object({ key: looseText }), ['sip']),
  webrtc: endpoint(
    'GET',
    '/v1/webrtc/',
    z.object({ is_exists: looseFlag, domains: z.array(looseText).nullish() }),
  ),
  createWebrtc: endpoint('POST', '/v1/webrtc/create/', anything, ['domain']),
  addWebrtcDomain: endpoint('POST', '/v1/webrtc/domain/', anything, ['domain']),
  // Zadarma's description puts the parameter of this DELETE into the query, which nobody has confirmed.
  removeWebrtcDomain: endpoint('DELETE', '/v1/webrtc/domain/', anything, ['domain'], { place: 'query' }),
  pbxStatistics: endpoint(
    'GET',
    '/v1/statistics/pbx/',
    z.object({ stats: z.array(statisticsRow).default([]) }),
    ['start', 'end', 'version', 'call_type', 'skip', 'limit'],
    { budget: 'statistics' },
  ),
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;
export type AnswerOf<Name extends EndpointName> = z.output<(typeof endpoints)[Name]['answer']>;
