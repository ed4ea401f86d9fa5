import { normalizePhone, searchFragments } from '@callboard/contacts';
import type { CallNote, CallQuery, Page, UpdateCallBody } from '@callboard/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CallAnnotator } from './call-annotator.service';
import { type CallAudioFacts, CallChangesRepository, type CallVersion } from './call-changes.repository';
import { type CallRecord, type CallSummary, toCallDetail, toCallItem } from './call.mapper';
import { callNotFound } from './calls.errors';
import type { CallEvent } from './fold/call-event';
import { decodeCursor, encodeCursor } from './list/call-cursor';
import type { CallCriteria } from './list/call-page-sql';
import { CallsRepository, type ChangedCall, type UnfinishedSince } from './list/calls.repository';
import { CallMatcher } from './matching/call-matcher.service';
import { CallProjector, type ProjectionResult } from './projection/call-projector.service';

/** With a contact's own numbers, at most 20, these fit into one job. */
const mostNumbersOfContact = 80;

/** A call's list item and who may see it besides administrators. */
export interface CallAudience {
  readonly item: CallSummary;
  /** Of the row, by the database's clock. */
  readonly updatedAt: Date;
  readonly employeeIds: readonly string[];
  /** The call it turned out to be a part of; null for calls. */
  readonly helperOfId: string | null;
  /** False for helper legs, also while they have no call yet. */
  readonly isShown: boolean;
}

/**
 * The room of calls. `limitedTo` is the employee whose calls alone are shown, null for those who see all; a call that
 * is not theirs is as good as none.
 */
@Injectable()
export class CallsService {
  constructor(
    private readonly calls: CallsRepository,
    private readonly projector: CallProjector,
    private readonly matcher: CallMatcher,
    private readonly annotator: CallAnnotator,
    private readonly changes: CallChangesRepository,
  ) {}

  /**
   * Folds all events of a call and writes what changed, in the caller's transaction, which must hold the call's lock.
   *
   * @param context zone: IANA zone of the account's clock
   */
  project(
    pbxCallId: string,
    events: readonly CallEvent[],
    manager: EntityManager,
    context: { readonly zone: string },
  ): Promise<ProjectionResult> {
    return this.projector.project(pbxCallId, events, manager, context);
  }

  /**
   * Calls, newest first. A `phone` that cannot be read is nobody's; `from` is inclusive, `to` exclusive.
   *
   * @param country ISO alpha-2, for numbers in national form
   * @throws DomainError `cursor_not_valid`
   */
  async list(query: CallQuery, limitedTo: string | null, country: string): Promise<Page<CallSummary>> {
    const number = query.phone === undefined ? undefined : normalizePhone(query.phone, country);
    if (number === null) {
      return { items: [], nextCursor: null };
    }
    const rows = await this.calls.page({ ...criteriaOf(query), number, limitedTo });
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const nextCursor = rows.length > query.limit && last ? encodeCursor(last) : null;
    return { items: page.map(toCallItem), nextCursor };
  }

  /**
   * One call; of a helper leg, the call it is part of.
   *
   * @throws DomainError `call_not_found`
   */
  async get(id: string, limitedTo: string | null): Promise<CallRecord> {
    const row = await this.calls.detail(id, limitedTo);
    if (!row) {
      throw callNotFound(id);
    }
    return toCallDetail(row);
  }

  /**
   * Sets tags, or the contact of this call and of later calls of its number (null: no longer chosen).
   *
   * @throws DomainError `call_not_found`, `contact_not_found`; nothing is stored then
   */
  async update(id: string, body: UpdateCallBody, limitedTo: string | null): Promise<CallRecord> {
    return toCallDetail(await this.annotator.update(id, body, limitedTo));
  }

  /**
   * @param authorId null if another system writes
   * @throws DomainError `call_not_found`
   */
  addNote(
    id: string,
    text: string,
    authorId: string | null,
    limitedTo: string | null,
  ): Promise<{ note: CallNote; call: CallVersion }> {
    return this.annotator.addNote(id, text, authorId, limitedTo);
  }

  /** Items of calls with those who may see them: rung, talked, or manager of the contact. Unknown ids are left out. */
  async audienceOf(callIds: readonly string[]): Promise<CallAudience[]> {
    const rows = await this.calls.audience(callIds);
    return rows.map((row) => ({
      item: toCallItem(row),
      updatedAt: row.updatedAt,
      employeeIds: row.employeeIds,
      helperOfId: row.helperOfId,
      isShown: row.isShown,
    }));
  }

  /** The moment by the database's clock, which stamps changes. */
  now(): Promise<Date> {
    return this.calls.now();
  }

  /** Calls that changed after a moment of the database's clock, earliest change first. */
  changedSince(moment: Date, limit: number): Promise<ChangedCall[]> {
    return this.calls.changedSince(moment, limit);
  }

  /**
   * `pbxCallId`s of calls that still ring or talk although nothing happened to them since the given moments. Judged by
   * the last change, not by the start: with a wrong time zone in the settings a start may seem hours ago.
   */
  unfinished(since: UnfinishedSince, limit: number): Promise<string[]> {
    return this.calls.unfinished(since, limit);
  }

  /** Gives calls a new version because something of another room that they are shown with changed. */
  touch(callIds: readonly string[], manager: EntityManager): Promise<CallVersion[]> {
    return this.changes.touch(callIds, manager);
  }

  /**
   * What is known about a call's audio; null if there is no such call. Holds the call: nobody else changes it until
   * the transaction ends. Whoever changes rows of its recordings does this first.
   */
  audioFacts(callId: string, manager: EntityManager): Promise<CallAudioFacts | null> {
    return this.changes.audioFacts(callId, manager);
  }

  /** Matches all calls of the numbers (E.164) anew after contacts changed; returns the calls that changed. */
  rematch(numbers: readonly string[]): Promise<CallVersion[]> {
    return this.matcher.rematch(numbers);
  }

  /** Numbers (E.164, at most 80) of calls that are shown with the contact; to be matched again when it goes. */
  numbersOfContact(contactId: string): Promise<string[]> {
    return this.calls.numbersOfContact(contactId, mostNumbersOfContact);
  }

  /** Calls an extension took part in, in key order from `after` (exclusive; '' from the first). */
  pbxCallIdsOfExtension(extension: string, after: string, limit: number): Promise<string[]> {
    return this.calls.pbxCallIdsOf(extension, after, limit);
  }

  /** All calls, in key order from `after` (exclusive; '' from the first). */
  allPbxCallIds(after: string, limit: number): Promise<string[]> {
    return this.calls.pbxCallIds(after, limit);
  }
}

function criteriaOf(query: CallQuery): Omit<CallCriteria, 'limitedTo'> {
  const { direction, employeeId, extension, contactId, tag, hasRecording } = query;
  return {
    direction,
    employeeId,
    extension,
    contactId,
    tag,
    hasRecording,
    from: query.from === undefined ? undefined : new Date(query.from),
    to: query.to === undefined ? undefined : new Date(query.to),
    statuses: [...new Set(query.status)],
    fragments: searchFragments(query.q ?? ''),
    after: query.cursor === undefined ? undefined : decodeCursor(query.cursor),
    limit: query.limit + 1,
  };
}
