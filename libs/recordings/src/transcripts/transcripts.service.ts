import { CallsService } from '@callboard/calls';
import type { Page, Transcript, TranscriptHit, TranscriptQuery } from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { partKeyOf } from '../life/part-key';
import { recordingNotFound } from '../recordings.errors';
import { bestPlace } from './snippet';
import { foldedWords } from './spoken-words';
import { decodeCursor, encodeCursor } from './transcript-cursor';
import { TranscriptSearchRepository } from './transcript-search.repository';
import { transcriptImpossible, transcriptTooEarly } from './transcripts.errors';
import { type TranscribedRecording, TranscriptsRepository } from './transcripts.repository';

/** What a search looks for at most. */
const mostWords = 10;
/** A hit is read with all that was said, to find its best place: an hour of talk each. Larger pages come in parts. */
const mostHits = 25;

/** What was said in recordings. Who may read it is for the caller to judge: those who may listen. */
@Injectable()
export class TranscriptsService {
  constructor(
    private readonly transcripts: TranscriptsRepository,
    private readonly hits: TranscriptSearchRepository,
    private readonly calls: CallsService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** State `none` for a recording nobody asked a transcript of. */
  async get(recordingId: string): Promise<Transcript> {
    const row = await this.transcripts.find(recordingId);
    if (!row || (row.state === 'requested' && !row.asked)) {
      return { recordingId, state: 'none', language: null, reason: null, phrases: [] };
    }
    const { state, language, reason, phrases } = row;
    return { recordingId, state, language, reason, phrases };
  }

  /**
   * Asks for a transcript, again if an earlier wish ended without one.
   *
   * @returns whether there is something to do that was not on its way already
   * @throws DomainError `recording_not_found`, `transcript_impossible`, `transcript_too_early`
   */
  async request(recordingId: string): Promise<boolean> {
    const known = await this.transcripts.recording(recordingId);
    if (!known) {
      throw recordingNotFound(recordingId);
    }
    const { callId } = known;
    return this.transactions.run(async (manager) => {
      await this.calls.audioFacts(callId, manager);
      const recording = await this.transcripts.recording(recordingId, manager);
      if (!recording || recording.state === 'deleted' || recording.state === 'missing') {
        throw transcriptImpossible();
      }
      if (recording.sourceId === null || recording.state === 'expected') {
        throw transcriptTooEarly();
      }
      const isNew = await this.transcripts.want(recording, this.clock.now(), manager);
      if (isNew) {
        await this.calls.touch([callId], manager);
      }
      return isNew;
    });
  }

  /**
   * Somebody, maybe the PBX, says that speech was recognised. Nothing of it is believed: recordings of ours with these
   * ids are looked at once.
   *
   * @returns the recordings to look at
   */
  async noticed(ids: {
    readonly pbxCallId: string | null;
    readonly callId: string | null;
  }): Promise<string[]> {
    const { pbxCallId, callId } = ids;
    const partKey = callId === null ? null : partKeyOf(callId);
    const recordings = await this.transcripts.named({ pbxCallId, partKey });
    const noticed: string[] = [];
    for (const recording of recordings) {
      if (await this.notice(recording)) {
        noticed.push(recording.id);
      }
    }
    return noticed;
  }

  /** Transcripts to be looked at now, for the sweep. */
  due(atMost: number): Promise<string[]> {
    return this.transcripts.due(this.clock.now(), atMost);
  }

  /**
   * Recordings in which all words of the query were said, or words that begin so, newest call first.
   *
   * @param limitedTo the employee whose calls alone are searched, null for those who hear all
   * @throws DomainError `cursor_not_valid`
   */
  async search(
    { q, cursor, limit }: TranscriptQuery,
    limitedTo: string | null,
  ): Promise<Page<TranscriptHit>> {
    const beginnings = [...new Set(foldedWords(q))].slice(0, mostWords);
    if (beginnings.length === 0) {
      return { items: [], nextCursor: null };
    }
    const after = cursor === undefined ? {} : { after: decodeCursor(cursor) };
    const size = Math.min(limit, mostHits);
    const rows = await this.hits.page({ beginnings, limitedTo, limit: size + 1, ...after });
    const page = rows.slice(0, size);
    const last = page.at(-1);
    return {
      items: page.map(({ phrases, startedAt, ...hit }) => ({
        ...hit,
        startedAt: startedAt.toISOString(),
        ...bestPlace(phrases, beginnings),
      })),
      nextCursor: rows.length > size && last ? encodeCursor(last) : null,
    };
  }

  /** Holds the call, so that a recording deleted at this moment stays without a transcript. */
  private notice({ id, callId }: TranscribedRecording): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      await this.calls.audioFacts(callId, manager);
      const recording = await this.transcripts.recording(id, manager);
      return recording && recording.state !== 'deleted'
        ? this.transcripts.notice(recording, this.clock.now(), manager)
        : false;
    });
  }
}
