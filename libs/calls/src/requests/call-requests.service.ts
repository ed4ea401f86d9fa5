import { normalizePhone } from '@callboard/contacts';
import type { CallRequest, CallRequestFailure, CreateCallRequestBody } from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { newId } from '@callboard/platform';
import { PbxService } from '@callboard/pbx';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CallMatcher } from '../matching/call-matcher.service';
import type { CallRequestEntity } from './call-request.entity';
import { toCallRequest } from './call-request.mapper';
import { callRequestNotFound, idempotencyKeyReused } from './call-requests.errors';
import { CallRequestsRepository, type ChangedCallRequest } from './call-requests.repository';

/** A wish as sent. */
export interface CallRequestWish extends CreateCallRequestBody {
  readonly employeeId: string;
  /** ISO alpha-2, for numbers in national form. */
  readonly country: string;
  readonly idempotencyKey: string | null;
}

type Alongside = (manager: EntityManager) => Promise<void>;
const nothing: Alongside = () => Promise.resolve();

/** The wish as it stands. */
export interface AcceptedCallRequest {
  readonly callRequest: CallRequest;
  /** False for a repeat, which must not be dialled again. */
  readonly isNew: boolean;
}

/** A wish that changed, for its employee's screens. */
export interface CallRequestNews {
  readonly callRequest: CallRequest;
  readonly updatedAt: Date;
}

/** What is to be dialled: `from` rings first, then `to` (E.164). */
export interface Dialling {
  readonly from: string;
  readonly to: string;
}

/** Zadarma answers within seconds or never; by now its answer is lost, and the process that waited for it may be dead. */
const dialledWithinSeconds = 20;
/** No phone rings longer; by then the PBX would have told of a call. */
const ringingWithinSeconds = 180;
/** The customer's phone rings at once when the own one was picked up, and its events come within seconds. */
const customerWithinSeconds = 15;
const dialWithinSeconds = 15;

const tooLate = { state: 'failed', failureCode: 'too_late' } as const;
const outcomeUnknown = { state: 'unknown', failureCode: 'outcome_unknown' } as const;

/** Click-to-call wishes, each of which is dialled at most once. Room of calls; what dials is the worker. */
@Injectable()
export class CallRequestsService {
  constructor(
    private readonly requests: CallRequestsRepository,
    private readonly pbx: PbxService,
    private readonly matcher: CallMatcher,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Writes a wish down, or finds the one it repeats: the same key again, or the same number within 5 s. A wish that can
   * be judged without the PBX comes back as failed.
   *
   * @param alongside writes what belongs to a new wish that is to be dialled into its transaction; what it throws
   *   refuses the wish
   * @throws DomainError `idempotency_key_reused`, `contact_not_found`
   */
  async request(wish: CallRequestWish, alongside: Alongside = nothing): Promise<AcceptedCallRequest> {
    const number = normalizePhone(wish.to, wish.country);
    const phone = await this.phoneOf(wish.employeeId);
    const failureCode = number === null ? 'bad_number' : phone.failureCode;
    return this.transactions.run(async (manager) => {
      await this.requests.lockEmployee(wish.employeeId, manager);
      const to = number ?? wish.to;
      const known = await this.repeated(wish, to, manager);
      if (known) {
        return { callRequest: toCallRequest(known), isNew: false };
      }
      if (wish.contactId) {
        await this.matcher.requireContact(wish.contactId, manager);
      }
      if (failureCode === null) {
        await alongside(manager);
      }
      const id = newId();
      const { employeeId, contactId = null } = wish;
      const request = { id, employeeId, extension: phone.extension, number: to, contactId, failureCode };
      await this.requests.add(request, manager);
      await this.rememberKey(wish, to, id, manager);
      return { callRequest: toCallRequest(await this.stored(id, manager)), isNew: failureCode === null };
    });
  }

  /**
   * @param limitedTo the employee whose wishes alone are shown; null for those who see all
   * @throws DomainError `call_request_not_found`
   */
  async get(id: string, limitedTo: string | null): Promise<CallRequest> {
    // No worker may be there to give it up.
    await this.giveUpOverdue(id);
    const request = await this.requests.find(id);
    if (!request || (limitedTo !== null && request.employeeId !== limitedTo)) {
      throw callRequestNotFound(id);
    }
    return toCallRequest(request);
  }

  /** What a wish wants dialled; null once that is settled. */
  async waiting(id: string): Promise<Dialling | null> {
    const request = await this.requests.find(id);
    return request?.state === 'requested' && request.extension !== null
      ? { from: request.extension, to: request.number }
      : null;
  }

  /**
   * Takes the wish for dialling. Committed when this resolves: nobody takes it again, whatever happens next. Null, and
   * nothing may be dialled, if it is too old or somebody else's.
   */
  claimForDialling(id: string): Promise<ChangedCallRequest | null> {
    return this.requests.claim(id);
  }

  /** The PBX took the wish: the employee's phone rings. Null if events said more meanwhile. */
  dialled(id: string): Promise<ChangedCallRequest | null> {
    return this.requests.finishStep(id, 'dialling', {
      state: 'phone_ringing',
      failureCode: null,
      failureDetail: null,
    });
  }

  /** Nothing rang, and why. `detail`: the PBX's own words. */
  failed(
    id: string,
    from: 'requested' | 'dialling',
    failureCode: CallRequestFailure,
    failureDetail: string | null = null,
  ): Promise<ChangedCallRequest | null> {
    return this.requests.finishStep(id, from, { state: 'failed', failureCode, failureDetail });
  }

  /** Nobody knows whether anything rang. */
  outcomeUnknown(id: string): Promise<ChangedCallRequest | null> {
    return this.requests.finishStep(id, 'dialling', { ...outcomeUnknown, failureDetail: null });
  }

  /**
   * Ends what nobody works on any more: wishes not dialled in time fail, those of which nothing was heard since they
   * were dialled become unknown, and those whose call is over have ended, as where all that was ever told is a
   * conversation on the own phone.
   *
   * @param id only this wish; all when null
   */
  async giveUpOverdue(id: string | null = null): Promise<ChangedCallRequest[]> {
    const { requests } = this;
    return [
      ...(await requests.giveUp('requested', 'requested_at', dialWithinSeconds, tooLate, id)),
      ...(await requests.giveUp('dialling', 'dialling_at', dialledWithinSeconds, outcomeUnknown, id)),
      ...(await requests.endOver(customerWithinSeconds, id)),
      ...(await requests.giveUp('phone_ringing', 'dialling_at', ringingWithinSeconds, outcomeUnknown, id)),
    ];
  }

  /** Wishes as they are now, in the order of their last change; unknown ids are left out. */
  async news(ids: readonly string[]): Promise<CallRequestNews[]> {
    const rows = ids.length > 0 ? await this.requests.byIds(ids) : [];
    return rows.map((row) => ({ callRequest: toCallRequest(row), updatedAt: row.updatedAt }));
  }

  /** The moment by the database's clock, which stamps changes. */
  now(): Promise<Date> {
    return this.requests.now();
  }

  /** Wishes that changed after a moment of the database's clock, earliest change first; `employeeId` null: everybody's. */
  changedSince(moment: Date, limit: number, employeeId: string | null): Promise<ChangedCallRequest[]> {
    return this.requests.changedSince(moment, limit, employeeId);
  }

  /** @throws DomainError `idempotency_key_reused` */
  private async repeated(
    wish: CallRequestWish,
    number: string,
    manager: EntityManager,
  ): Promise<CallRequestEntity | null> {
    const { employeeId, idempotencyKey, contactId = null } = wish;
    const key = idempotencyKey && (await this.requests.keyOf(employeeId, idempotencyKey, manager));
    if (key) {
      if (key.number !== number || key.contactId !== contactId) {
        throw idempotencyKeyReused();
      }
      return this.stored(key.callRequestId, manager);
    }
    const recent = await this.requests.recent(employeeId, number, manager);
    if (recent) {
      await this.rememberKey(wish, number, recent.id, manager);
    }
    return recent;
  }

  private async rememberKey(
    { employeeId, idempotencyKey, contactId }: CallRequestWish,
    number: string,
    callRequestId: string,
    manager: EntityManager,
  ): Promise<void> {
    if (idempotencyKey !== null) {
      const sent = { number, contactId: contactId ?? null };
      await this.requests.addKey({ employeeId, key: idempotencyKey, callRequestId, ...sent }, manager);
    }
  }

  private async stored(id: string, manager: EntityManager): Promise<CallRequestEntity> {
    const request = await this.requests.find(id, manager);
    if (!request) {
      throw callRequestNotFound(id);
    }
    return request;
  }

  /** The phone that rings first: the lowest active extension. */
  private async phoneOf(
    employeeId: string,
  ): Promise<{ extension: string | null; failureCode: CallRequestFailure | null }> {
    const [extension = null] = await this.pbx.extensionsOf(employeeId);
    if (extension !== null) {
      return { extension, failureCode: null };
    }
    const { extensions } = await this.pbx.overview();
    const inactive = extensions.find((one) => one.employeeId === employeeId);
    return inactive
      ? { extension: inactive.number, failureCode: 'extension_inactive' }
      : { extension: null, failureCode: 'no_extension' };
  }
}
