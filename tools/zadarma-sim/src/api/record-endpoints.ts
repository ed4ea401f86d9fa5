import { toWallClock } from '../account/wall-clock';
import type { Cloud } from '../cloud';
import type { Answer } from '../http/answer';
import type { Recording } from '../recordings/recording-store';
import { refuse, success, type ApiRequest, type ApiRoute } from './api-answer';

const shortest = 180;
const longest = 5_184_000;

// The id may also come in its long file-name form, `1-1458313316.343456-100-2016-01-11-100155`.
const channelId = (callId: string): string => /\d+\.\d+/.exec(callId)?.[0] ?? callId;

/** The name the PBX gives the file of a recording. */
export function recordingFileName(recording: Recording, timeZone: string): string {
  const [date, time] = toWallClock(recording.startedAt, timeZone).split(' ');
  return `1-${recording.callId}-${recording.party}-${date}-${(time ?? '').replaceAll(':', '')}.mp3`;
}

function findRecordings({ cloud, fields }: ApiRequest): Recording[] {
  const one =
    fields['call_id'] === undefined ? undefined : cloud.recordings.get(channelId(fields['call_id']));
  if (one !== undefined) return [one];
  return fields['pbx_call_id'] === undefined ? [] : cloud.recordings.ofCall(fields['pbx_call_id']);
}

function link(cloud: Cloud, recording: Recording, expiresAt: number): string {
  const token = cloud.recordings.createLink(recording.callId, expiresAt);
  const file = recordingFileName(recording, cloud.account.timeZone);
  return `${cloud.publicUrl}/v1/pbx/record/download/${token}/${file}`;
}

function requestLinks(request: ApiRequest): Answer {
  const { cloud, fields } = request;
  if (fields['call_id'] === undefined && fields['pbx_call_id'] === undefined)
    return refuse('Wrong parameters!');
  const lifetime = Number(fields['lifetime'] ?? 1800);
  if (!(lifetime >= shortest && lifetime <= longest)) return refuse('Wrong parameters!');
  const found = findRecordings(request).filter((recording) => recording.ready);
  const ids = found.map(({ callId }) => callId);
  const expiresAt = cloud.pace.clock.now() + lifetime * 1000;
  const until = { lifetime_till: toWallClock(expiresAt, cloud.account.timeZone) };
  const notReady = cloud.faults.take(
    'recording',
    ({ kind, callId }) => kind === 'not-ready' && (callId === undefined || ids.includes(callId)),
  );
  if (notReady.length > 0) return success(until);
  const links = found.map((recording) => link(cloud, recording, expiresAt));
  if (links.length === 0) return refuse('File not found');
  return success(fields['pbx_call_id'] === undefined ? { link: links[0], ...until } : { links, ...until });
}

function remove(request: ApiRequest): Answer {
  const { cloud, fields } = request;
  const found = findRecordings(request);
  if (found.length === 0) return refuse('File not found');
  const deleted: string[] = [];
  const failed: string[] = [];
  for (const recording of found) {
    const stays = isUndeletable(cloud, recording);
    (stays ? failed : deleted).push(recordingFileName(recording, cloud.account.timeZone));
    if (!stays) cloud.recordings.remove(recording.callId);
  }
  if (fields['pbx_call_id'] !== undefined) return success({ deleted_files: deleted, failed_files: failed });
  return deleted.length === 0 ? refuse('File was not deleted') : success({ file_name: deleted[0] });
}

function isUndeletable(cloud: Cloud, recording: Recording): boolean {
  const faults = cloud.faults.take(
    'recording',
    ({ kind, callId }) => kind === 'undeletable' && (callId === undefined || callId === recording.callId),
  );
  return faults.length > 0;
}

/** Temporary links to recordings, and their removal. */
export const recordEndpoints: ApiRoute[] = [
  { method: 'GET', path: '/v1/pbx/record/request', handle: requestLinks },
  { method: 'DELETE', path: '/v1/pbx/record/request', handle: remove },
];
