import { Clock, newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../principal';
import { AuditEntryEntity } from './audit-entry.entity';

/** Whoever changes something: a principal, or Callboard itself. */
export type Actor = Principal | { readonly kind: 'system'; readonly name: string };

/** One change. `details` say which fields and their new values, never secrets. */
export interface AuditedChange {
  /** `employee.created`, `api_key.deleted`, … */
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Keeps the record of changes. */
@Injectable()
export class AuditService {
  constructor(private readonly clock: Clock) {}

  /** Writes the entry in the transaction of the change itself, so that neither exists without the other. */
  async record(manager: EntityManager, actor: Actor, change: AuditedChange): Promise<void> {
    await manager.insert(AuditEntryEntity, {
      id: newId(),
      at: this.clock.now(),
      actorKind: actor.kind,
      actorId: actor.kind === 'system' ? null : actor.id,
      actorName: actor.name,
      action: change.action,
      targetType: change.targetType,
      targetId: change.targetId,
      details: { ...change.details },
    });
  }
}
