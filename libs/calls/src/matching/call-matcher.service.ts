import { isDeepStrictEqual } from 'node:util';
import { type ContactCandidate, ContactsService } from '@callboard/contacts';
import { Transactions } from '@callboard/database';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CallChangesRepository, type CallVersion } from '../call-changes.repository';
import { type MatchableCall, MatchesRepository, type MatchRow } from './matches.repository';
import { rankMatches } from './rank-matches';

/** Finds whom a call is with. Locks go from number to call, never back, so that no two matchings wait for each other. */
@Injectable()
export class CallMatcher {
  constructor(
    private readonly matches: MatchesRepository,
    private readonly changes: CallChangesRepository,
    private readonly contacts: ContactsService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** To be held before a call of the number is written: no change of contacts slips between look-up and commit. */
  async lockNumber(number: string | null, manager: EntityManager): Promise<void> {
    if (number !== null) {
      await this.matches.lockNumber(number, manager);
    }
  }

  /**
   * Joins `manager`'s transaction.
   *
   * @throws DomainError `contact_not_found`
   */
  async requireContact(id: string, manager?: EntityManager): Promise<void> {
    await this.contacts.get(id, manager);
  }

  /** Matches one call anew; true if its matches changed. The number's lock must be held. */
  async matchCall(call: MatchableCall, manager: EntityManager): Promise<boolean> {
    const candidates =
      call.externalNumber === null ? [] : await this.contacts.findByNumber(call.externalNumber, manager);
    return this.matchWith(call, candidates, manager);
  }

  /**
   * Matches all calls of the numbers (E.164) anew after contacts changed.
   *
   * @returns the calls that changed, with their new versions
   */
  async rematch(numbers: readonly string[]): Promise<CallVersion[]> {
    const changed: CallVersion[] = [];
    for (const number of new Set(numbers)) {
      changed.push(...(await this.transactions.run((manager) => this.rematchNumber(number, manager))));
    }
    return changed;
  }

  /** Chooses (or with null no longer chooses) the contact of a call and of the later calls of its number. */
  async choose(call: MatchableCall, contactId: string | null, manager: EntityManager): Promise<void> {
    if (call.externalNumber !== null) {
      await (contactId === null
        ? this.matches.clearChoice(call.externalNumber, manager)
        : this.matches.choose(call.externalNumber, contactId, this.clock.now(), manager));
    }
    const own = contactId === null ? [] : [{ contactId, position: 0, chosen: true }];
    await this.matches.replace(call, own, manager);
    await this.matchCall(call, manager);
  }

  private async rematchNumber(number: string, manager: EntityManager): Promise<CallVersion[]> {
    await this.matches.lockNumber(number, manager);
    const candidates = await this.contacts.findByNumber(number, manager);
    const changed: string[] = [];
    for (const call of await this.matches.callsOf([number], manager)) {
      if (await this.matchWith(call, candidates, manager)) {
        changed.push(call.id);
      }
    }
    return changed.length > 0 ? this.changes.touch(changed, manager) : [];
  }

  private async matchWith(
    call: MatchableCall,
    candidates: readonly ContactCandidate[],
    manager: EntityManager,
  ): Promise<boolean> {
    const before = await this.matches.matchesOf(call.id, manager);
    const after = await this.rank(call, candidates, before, manager);
    if (isDeepStrictEqual(before, after)) {
      return false;
    }
    await this.matches.replace(call, after, manager);
    return true;
  }

  private async rank(
    call: MatchableCall,
    candidates: readonly ContactCandidate[],
    before: readonly MatchRow[],
    manager: EntityManager,
  ): Promise<MatchRow[]> {
    const chosen = before.find((match) => match.chosen)?.contactId ?? (await this.choiceFor(call, manager));
    const others = candidates.filter((candidate) => candidate.id !== chosen);
    const latest =
      others.length > 1 ? await this.latestCalls(others, call, manager) : new Map<string, Date | null>();
    const ranked = rankMatches(
      others.map(({ id, managerId }) => ({
        id,
        managerId,
        chosen: false,
        latestCallAt: latest.get(id) ?? null,
      })),
    );
    const ids = [...(chosen === null ? [] : [chosen]), ...ranked.map(({ id }) => id)];
    return ids.map((contactId, position) => ({ contactId, position, chosen: contactId === chosen }));
  }

  private async choiceFor(
    { externalNumber, startedAt }: MatchableCall,
    manager: EntityManager,
  ): Promise<string | null> {
    return externalNumber === null ? null : this.matches.choiceAt(externalNumber, startedAt, manager);
  }

  private async latestCalls(
    candidates: readonly ContactCandidate[],
    call: MatchableCall,
    manager: EntityManager,
  ): Promise<Map<string, Date | null>> {
    const ids = candidates.map(({ id }) => id);
    const rows = await this.matches.latestCalls(ids, call.startedAt, manager);
    return new Map(rows.map(({ contactId, at }) => [contactId, at]));
  }
}
