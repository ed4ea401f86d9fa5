import * as z from 'zod';
import { pageOf, pageQuery } from './paging';
import { id, moment } from './values';

/**
 * `expected`: told of, not yet available; `fetching`: being fetched or tried again; `ready`: stored here; `remote`: at
 * Zadarma only; `missing`: Zadarma did not give it for a day; `deleted`: removed by a person or by retention.
 */
export const recordingState = z.enum(['expected', 'fetching', 'ready', 'remote', 'missing', 'deleted']);
export type RecordingState = z.infer<typeof recordingState>;

/** One audio part of a call. */
export const recording = z
  .object({
    id,
    callId: id,
    state: recordingState,
    /** From 1, in the order of recording. */
    part: z.number().int(),
    /** Known once the file is here. */
    durationSeconds: z.number().nullable(),
    sizeBytes: z.number().int().nullable(),
    /** Why it is `missing` or `deleted`, or what went wrong last: a stable code. */
    reason: z.string().nullable(),
    /** Kept whatever retention says. */
    legalHold: z.boolean(),
    transcriptState: z.enum(['none', 'requested', 'ready', 'failed', 'unavailable']),
  })
  .meta({ id: 'Recording' });
export type Recording = z.infer<typeof recording>;

export const recordingList = z.object({ items: z.array(recording) }).meta({ id: 'RecordingList' });

/** What lists show of a call's recordings: the state of the best part, and whether the viewer may listen. */
export const recordingSummary = z.object({
  state: recordingState,
  parts: z.number().int(),
  mayListen: z.boolean(),
});
export type RecordingSummary = z.infer<typeof recordingSummary>;

export const playbackBody = z.object({ purpose: z.enum(['play', 'download']).default('play') });
export type PlaybackBody = z.infer<typeof playbackBody>;

/** Where to get the audio now. A remote address is secret, short-lived and never stored. */
export const playback = z
  .discriminatedUnion('mode', [
    z.object({ mode: z.literal('remote'), url: z.string() }),
    z.object({ mode: z.literal('local'), url: z.string() }),
    z.object({ mode: z.literal('pending'), retryAfterSeconds: z.number().int() }),
  ])
  .meta({ id: 'Playback' });
export type Playback = z.infer<typeof playback>;

export const updateRecordingBody = z.object({ legalHold: z.boolean() });
export type UpdateRecordingBody = z.infer<typeof updateRecordingBody>;

/** One line of the listen log. */
export const recordingPlay = z
  .object({
    id,
    recordingId: id,
    callId: id,
    employeeId: id.nullable(),
    employeeName: z.string().nullable(),
    apiKeyName: z.string().nullable(),
    purpose: z.enum(['play', 'download']),
    mode: z.enum(['remote', 'local']),
    at: moment,
  })
  .meta({ id: 'RecordingPlay' });
export type RecordingPlay = z.infer<typeof recordingPlay>;

export const recordingPlayQuery = pageQuery.extend({ callId: id.optional(), employeeId: id.optional() });
export type RecordingPlayQuery = z.infer<typeof recordingPlayQuery>;
export const recordingPlayPage = pageOf(recordingPlay).meta({ id: 'RecordingPlayPage' });

/** What retention would delete now, and what it did last. */
export const retentionReport = z
  .object({
    retentionDays: z.number().int().nullable(),
    /** Recordings older than the limit without legal hold. */
    due: z.object({ count: z.number().int(), bytes: z.number(), oldestAt: moment.nullable() }),
    held: z.number().int(),
    lastRun: z.object({ at: moment, deleted: z.number().int(), failed: z.number().int() }).nullable(),
  })
  .meta({ id: 'RetentionReport' });
export type RetentionReport = z.infer<typeof retentionReport>;

/** Something one side said; times in seconds from the start of the recording. */
export const transcriptPhrase = z.object({
  speaker: z.enum(['employee', 'customer', 'unknown']),
  startSeconds: z.number().nullable(),
  endSeconds: z.number().nullable(),
  text: z.string(),
  words: z.array(z.object({ text: z.string(), startSeconds: z.number(), endSeconds: z.number() })),
});
export type TranscriptPhrase = z.infer<typeof transcriptPhrase>;

export const transcript = z
  .object({
    recordingId: id,
    state: recording.shape.transcriptState,
    language: z.string().nullable(),
    /** Why it failed or is not available: a stable code. */
    reason: z.string().nullable(),
    phrases: z.array(transcriptPhrase),
  })
  .meta({ id: 'Transcript' });
export type Transcript = z.infer<typeof transcript>;

export const transcriptQuery = pageQuery.extend({ q: z.string().trim().min(2).max(100) });
export type TranscriptQuery = z.infer<typeof transcriptQuery>;

/** A place in a call where the words were said. */
export const transcriptHit = z
  .object({
    callId: id,
    recordingId: id,
    startedAt: moment,
    externalNumber: z.string().nullable(),
    contactName: z.string().nullable(),
    employeeName: z.string().nullable(),
    /** Text around the words; each found word between `«` and `»`. */
    snippet: z.string(),
    startSeconds: z.number().nullable(),
  })
  .meta({ id: 'TranscriptHit' });
export type TranscriptHit = z.infer<typeof transcriptHit>;
export const transcriptHitPage = pageOf(transcriptHit).meta({ id: 'TranscriptHitPage' });
