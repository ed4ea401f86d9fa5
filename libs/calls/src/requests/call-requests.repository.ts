import type { CallRequestFailure, CallRequestState } from '@callboard/contracts';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { changedNow } from '../changed-now';
import { CallRequestKeyEntity } from './call-request-key.entity';
import { CallRequestEntity } from './call-request.entity';
import type { DialledCall } from './dialled-call';
import { type CallKeys, windowMs } from './request-of-call';

/** A wish that changed, whose it is, and when by the database's clock. */
export interface ChangedCallRequest {
  readonly id: string;
  readonly version: number;
  readonly employeeId: string;
  readonly updatedAt: Date;
}

/** A wish to be written down. */
export type NewCallRequest = Pick<
  CallRequestEntity,
  'id' | 'employeeId' | 'extension' | 'number' | 'contactId'
> & {
  readonly failureCode: CallRequestFailure | null;
};

/** What a wish becomes. */
export interface CallRequestChange {
  readonly state: CallRequestState;
  readonly failureCode: CallRequestFailure | null;
  readonly failureDetail: string | null;
}

/** Clicks on the same number closer together than this are one wish. */
const sameWishSeconds = 5;
/** A wish older than this is not dialled any more: whoever clicked does not wait for it. */
const dialWithinSeconds = 15;

const changed = `id, version, employee_id AS "employeeId", updated_at AS "updatedAt"`;
const final = `('ended', 'failed', 'unknown')`;

/** Reads and writes wishes; every change is one statement that holds its own condition. */
@Injectable()
export class CallRequestsRepository {
  constructor(private readonly manager: EntityManager) {}

  /** One wish of an employee at a time, until the transaction ends; must be its first statement. */
  async lockEmployee(employeeId: string, manager: EntityManager): Promise<void> {
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `call-requests:${employeeId}`,
    ]);
  }

  keyOf(employeeId: string, key: string, manager: EntityManager): Promise<CallRequestKeyEntity | null> {
    return manager.findOneBy(CallRequestKeyEntity, { employeeId, key });
  }

  async addKey(key: CallRequestKeyEntity, manager: EntityManager): Promise<void> {
    await manager.insert(CallRequestKeyEntity, key);
  }

  find(id: string, manager = this.manager): Promise<CallRequestEntity | null> {
    return manager.findOneBy(CallRequestEntity, { id });
  }

  /** The wish this click repeats, if there is one. */
  async recent(
    employeeId: string,
    number: string,
    manager: EntityManager,
  ): Promise<CallRequestEntity | null> {
    return manager
      .createQueryBuilder(CallRequestEntity, 'r')
      .where('r.employeeId = :employeeId AND r.number = :number', { employeeId, number })
      .andWhere(`r.requestedAt > clock_timestamp() - make_interval(secs => ${sameWishSeconds})`)
      .orderBy('r.requestedAt', 'DESC')
      .limit(1)
      .getOne();
  }

  async add(request: NewCallRequest, manager: EntityManager): Promise<void> {
    const { id, employeeId, extension, number, contactId, failureCode } = request;
    await manager.query(
      `INSERT INTO call_requests
         (id, version, state, employee_id, extension, number, contact_id, failure_code, requested_at, ended_at, updated_at)
       SELECT $1, 1, CASE WHEN $6::text IS NULL THEN 'requested' ELSE 'failed' END, $2, $3, $4, $5, $6,
         n.at, CASE WHEN $6::text IS NULL THEN NULL ELSE n.at END, n.at
       FROM (SELECT ${changedNow} AS at) n`,
      [id, employeeId, extension, number, contactId, failureCode],
    );
  }

  /** The one step after which it may ring: only a fresh wish takes it, and only once. */
  claim(id: string): Promise<ChangedCallRequest | null> {
    return this.change(
      `state = 'dialling', dialling_at = ${changedNow}`,
      `id = $1 AND state = 'requested' AND requested_at > clock_timestamp() - make_interval(secs => ${dialWithinSeconds})`,
      [id],
    );
  }

  /** Writes what became of a wish that is still in `from`; null if it went on meanwhile. */
  finishStep(
    id: string,
    from: CallRequestState,
    { state, failureCode, failureDetail }: CallRequestChange,
  ): Promise<ChangedCallRequest | null> {
    return this.change(
      `state = $2, failure_code = $3, failure_detail = $4,
       ended_at = CASE WHEN $2 IN ${final} THEN ${changedNow} END`,
      `id = $1 AND state = $5`,
      [id, state, failureCode, failureDetail, from],
    );
  }

  /**
   * Gives up wishes in a state whose moment is too long ago.
   *
   * @param since column of that moment
   * @param id only this wish; all when null
   */
  async giveUp(
    state: CallRequestState,
    since: 'requested_at' | 'dialling_at',
    seconds: number,
    outcome: Pick<CallRequestChange, 'state' | 'failureCode'>,
    id: string | null,
  ): Promise<ChangedCallRequest[]> {
    return this.changeAll(
      `state = $2, failure_code = $3, ended_at = ${changedNow}`,
      `ended_at IS NULL AND state = $1 AND ${since} <= clock_timestamp() - make_interval(secs => $4)
       AND ($5::uuid IS NULL OR id = $5)`,
      [state, outcome.state, outcome.failureCode, seconds, id],
    );
  }

  /**
   * Ends wishes that heard nothing for so long although their call is over, as one that was told on the employee's own
   * phone alone.
   *
   * @param id only this wish; all when null
   */
  async endOver(seconds: number, id: string | null): Promise<ChangedCallRequest[]> {
    return this.changeAll(
      `state = 'ended', ended_at = ${changedNow}`,
      `ended_at IS NULL AND state IN ('phone_ringing', 'customer_ringing', 'talking')
       AND updated_at <= clock_timestamp() - make_interval(secs => $1) AND ($2::uuid IS NULL OR id = $2)
       AND EXISTS (SELECT 1 FROM calls c WHERE c.id = call_id AND c.status NOT IN ('ringing', 'talking'))`,
      [seconds, id],
    );
  }

  /** Wishes a call may have come from, locked in one order until the transaction ends. */
  candidates(
    { pbxCallId, callId }: CallKeys,
    { extensions, startedAt }: DialledCall,
    manager: EntityManager,
  ): Promise<CallRequestEntity[]> {
    const from = new Date(startedAt.getTime() - windowMs);
    const to = new Date(startedAt.getTime() + windowMs);
    return manager
      .createQueryBuilder(CallRequestEntity, 'r')
      .where(
        `(r.callId = :callId OR r.helperPbxCallId = :pbxCallId
          OR (r.extension = ANY (:extensions) AND r.diallingAt BETWEEN :from AND :to))`,
        { callId, pbxCallId, extensions, from, to },
      )
      .orderBy('r.id')
      .setLock('pessimistic_write')
      .getMany();
  }

  /** Writes where a locked wish stands now and what it is tied to. */
  async advance(
    { id, state, failureCode, callId, helperPbxCallId }: CallRequestEntity,
    manager: EntityManager,
  ): Promise<ChangedCallRequest | null> {
    return this.change(
      `state = $2, failure_code = $3, call_id = $4, helper_pbx_call_id = $5,
       ended_at = CASE WHEN $2 IN ${final} THEN coalesce(ended_at, ${changedNow}) END`,
      `id = $1`,
      [id, state, failureCode, callId, helperPbxCallId],
      manager,
    );
  }

  byIds(ids: readonly string[]): Promise<CallRequestEntity[]> {
    return this.manager
      .createQueryBuilder(CallRequestEntity, 'r')
      .where('r.id = ANY (:ids)', { ids })
      .orderBy('r.updatedAt')
      .getMany();
  }

  async now(): Promise<Date> {
    const [row] = await this.manager.query<[{ now: Date }]>(`SELECT ${changedNow} AS now`);
    return row.now;
  }

  /** @param employeeId only theirs; everybody's when null */
  changedSince(moment: Date, limit: number, employeeId: string | null): Promise<ChangedCallRequest[]> {
    return this.manager.query<ChangedCallRequest[]>(
      `SELECT ${changed} FROM call_requests
       WHERE updated_at > $1 AND ($3::uuid IS NULL OR employee_id = $3) ORDER BY updated_at, id LIMIT $2`,
      [moment, limit, employeeId],
    );
  }

  private async change(
    set: string,
    where: string,
    parameters: unknown[],
    manager = this.manager,
  ): Promise<ChangedCallRequest | null> {
    const [row = null] = await this.changeAll(set, where, parameters, manager);
    return row;
  }

  private async changeAll(
    set: string,
    where: string,
    parameters: unknown[],
    manager = this.manager,
  ): Promise<ChangedCallRequest[]> {
    const [rows] = await manager.query<[ChangedCallRequest[], number]>(
      `UPDATE call_requests SET version = version + 1, updated_at = ${changedNow}, ${set}
       WHERE ${where} RETURNING ${changed}`,
      parameters,
    );
    return rows;
  }
}
