import { AuditService, type Principal } from '@callboard/auth';
import { DomainError } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';

/** What somebody had done; what came of it is added. */
interface AskedChange {
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string | null;
}

/** Writes down who changed what at Zadarma. */
@Injectable()
export class ChangesAtZadarma {
  constructor(
    private readonly audit: AuditService,
    private readonly manager: EntityManager,
  ) {}

  /**
   * The result of the change, once it is written down with `details`. A failure is written down too, with its code:
   * half of the change may have happened, and no transaction of ours takes that back.
   */
  async audited<Result>(
    principal: Principal,
    asked: AskedChange,
    change: Promise<Result>,
    details: (result: Result) => Readonly<Record<string, unknown>>,
  ): Promise<Result> {
    const record = (outcome: Readonly<Record<string, unknown>>): Promise<void> =>
      this.audit.record(this.manager, principal, { ...asked, details: outcome });
    const result = await change.catch(async (error: unknown) => {
      await record({ failure: error instanceof DomainError ? error.code : 'internal_error' });
      throw error;
    });
    await record(details(result));
    return result;
  }
}
