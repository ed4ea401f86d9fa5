import type { CallNote, UpdateCallBody } from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { Clock, newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AnnotationsRepository } from './annotations.repository';
import type { CallVersion } from './call-changes.repository';
import { callNotFound } from './calls.errors';
import { CallsRepository, type DetailRow } from './list/calls.repository';
import { CallMatcher } from './matching/call-matcher.service';

/** Stores what people add to calls. */
@Injectable()
export class CallAnnotator {
  constructor(
    private readonly calls: CallsRepository,
    private readonly annotations: AnnotationsRepository,
    private readonly matcher: CallMatcher,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `call_not_found`, `contact_not_found` */
  async update(
    id: string,
    { contactId, tags }: UpdateCallBody,
    limitedTo: string | null,
  ): Promise<DetailRow> {
    if (contactId) {
      await this.matcher.requireContact(contactId);
    }
    return this.transactions.run(async (manager) => {
      const call = await this.visible(id, limitedTo, manager);
      if (contactId !== undefined) {
        await this.matcher.lockNumber(call.externalNumber, manager);
      }
      await this.annotations.touch(call.id, manager);
      if (contactId !== undefined) {
        await this.matcher.choose(call, contactId, manager);
      }
      if (tags !== undefined) {
        await this.annotations.replaceTags(call.id, tags, manager);
      }
      // What an agent could see a moment ago is shown even if the change hides it from them.
      return this.visible(call.id, null, manager);
    });
  }

  /** @throws DomainError `call_not_found` */
  addNote(
    id: string,
    text: string,
    authorId: string | null,
    limitedTo: string | null,
  ): Promise<{ note: CallNote; call: CallVersion }> {
    return this.transactions.run(async (manager) => {
      const { id: callId } = await this.visible(id, limitedTo, manager);
      const entry = { id: newId(), callId, text, authorId, createdAt: this.clock.now() };
      await this.annotations.touch(callId, manager);
      await this.annotations.addNote(entry, manager);
      const { notes, version } = await this.visible(callId, null, manager);
      const note = notes.find((stored) => stored.id === entry.id);
      if (!note) {
        throw callNotFound(id);
      }
      return { note, call: { id: callId, version } };
    });
  }

  private async visible(id: string, limitedTo: string | null, manager: EntityManager): Promise<DetailRow> {
    const row = await this.calls.detail(id, limitedTo, manager);
    if (!row) {
      throw callNotFound(id);
    }
    return row;
  }
}
