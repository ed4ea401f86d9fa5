import {
  playback,
  type Playback,
  type PlaybackBody,
  type Recording,
  recordingList,
  recordingPlayPage,
  retentionReport,
  transcript,
  transcriptHitPage,
  type UpdateRecordingBody,
} from '@callboard/contracts';
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, limits } from '../../shared/api/client';

const recordingsKey = ['recordings'] as const;

/** The parts of a call as they are now. */
export async function partsOfCall(callId: string, signal: AbortSignal): Promise<Recording[]> {
  const { items } = await api.get(`/calls/${callId}/recordings`, { answer: recordingList, signal });
  return items;
}

/** Where to get a part's audio now; never kept, since a remote address is secret and short-lived. */
export const playbackOf = (
  recordingId: string,
  purpose: PlaybackBody['purpose'],
  signal: AbortSignal,
): Promise<Playback> =>
  api.post(`/recordings/${recordingId}/playback`, {
    answer: playback,
    body: { purpose },
    signal,
    limitMs: limits.zadarma,
  });

/** Puts a recording under legal hold, or releases it. */
export const holdMutation = (recordingId: string) =>
  mutationOptions({
    mutationFn: (body: UpdateRecordingBody) => api.patch(`/recordings/${recordingId}`, { body }),
  });

/** Has Zadarma asked once more for a recording that was given up. */
export const askAgainMutation = (recordingId: string) =>
  mutationOptions({ mutationFn: () => api.post(`/recordings/${recordingId}/fetch`) });

/** Deletes a recording's audio, here and, if the settings say so, at Zadarma. */
export const deleteRecordingMutation = (recordingId: string) =>
  mutationOptions({ mutationFn: () => api.delete(`/recordings/${recordingId}`) });

/** Who listened to a call, newest first. */
export const playsQuery = (callId: string) =>
  infiniteQueryOptions({
    queryKey: [...recordingsKey, 'plays', callId],
    queryFn: ({ pageParam, signal }) =>
      api.get('/recording-plays', {
        answer: recordingPlayPage,
        query: { callId, cursor: pageParam, limit: 20 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });

/** How often a transcript in the making is asked for, in milliseconds. */
const transcriptEvery = 4_000;

/** What was said in a recording; asks again by itself while it is being made. */
export const transcriptQuery = (recordingId: string) =>
  queryOptions({
    queryKey: [...recordingsKey, 'transcript', recordingId],
    queryFn: ({ signal }) => api.get(`/recordings/${recordingId}/transcript`, { answer: transcript, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'requested' ? transcriptEvery : false),
  });

/** Asks Zadarma to write down what was said. */
export const requestTranscriptMutation = (recordingId: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: () => api.post(`/recordings/${recordingId}/transcript`),
    onSuccess: () => client.invalidateQueries({ queryKey: transcriptQuery(recordingId).queryKey }),
  });

/** Places in calls where words were said. */
export const transcriptSearchQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: [...recordingsKey, 'search', q],
    queryFn: ({ pageParam, signal }) =>
      api.get('/transcripts', {
        answer: transcriptHitPage,
        query: { q, cursor: pageParam, limit: 20 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** What retention would delete now, and what it did last. */
export const retentionQuery = () =>
  queryOptions({
    queryKey: [...recordingsKey, 'retention'],
    queryFn: ({ signal }) => api.get('/recordings/retention', { answer: retentionReport, signal }),
    staleTime: 0,
  });

/** Deletes now what retention would delete at night. */
export const runRetentionMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => api.post('/recordings/retention/run'),
    onSuccess: () => client.invalidateQueries({ queryKey: retentionQuery().queryKey }),
  });
