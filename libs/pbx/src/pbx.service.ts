import type { Extension, Pbx } from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { type Assignment, AssignmentsRepository, type ManagerExtension } from './assignments.repository';
import type { PbxEntity } from './pbx.entity';
import { employeeNotFound, extensionNotFound, syncRunning } from './pbx.errors';
import { type ExtensionRow, type FetchedExtension, PbxRepository } from './pbx.repository';
import { reassign } from './reassign';

/** A running fetch without a sign of life for so long was killed with its process. */
const staleAfterMilliseconds = 5 * 60_000;

/** Everything a fetch brought. */
export interface FetchedPbx {
  readonly pbxId: string;
  readonly extensions: readonly FetchedExtension[];
}

/** Runs in the transaction that changes whose an extension is, so that neither exists without the other. */
export type AlongsideAssignment = (
  manager: EntityManager,
  change: { readonly employeeId: string | null; readonly previousEmployeeId: string | null },
) => Promise<void>;

/** The PBX as last fetched, and whose its extensions are. */
@Injectable()
export class PbxService {
  constructor(
    private readonly pbx: PbxRepository,
    private readonly assignments: AssignmentsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async overview(): Promise<Pbx> {
    const [pbx, extensions] = await Promise.all([this.pbx.get(), this.pbx.extensions()]);
    return { pbxId: pbx.pbxId, sync: toSync(pbx), extensions: extensions.map(toExtension) };
  }

  /**
   * Claims the fetch: one at a time, unless the running one gave no sign of life for 5 minutes.
   *
   * @throws DomainError `sync_running`
   */
  async startSync(): Promise<void> {
    const now = this.clock.now();
    if (!(await this.pbx.startSync(now, new Date(now.getTime() - staleAfterMilliseconds)))) {
      throw syncRunning();
    }
  }

  /** Extensions read and to be read. A repeated attempt after a failure makes the fetch run again. */
  async reportProgress(done: number, total: number): Promise<void> {
    await this.pbx.updateSync({
      syncState: 'running',
      syncDone: done,
      syncTotal: total,
      syncProgressAt: this.clock.now(),
      syncFinishedAt: null,
      syncFailureCode: null,
      syncFailureMessage: null,
    });
  }

  /** Stores the fetch and ends it: new extensions are added, vanished ones become inactive, assignments stay. */
  async applyFetched({ pbxId, extensions }: FetchedPbx): Promise<void> {
    const now = this.clock.now();
    await this.transactions.run(async (manager) => {
      // The single row first: two fetches that end together store one after the other.
      await this.pbx.updateSync(
        {
          pbxId,
          syncState: 'done',
          syncDone: extensions.length,
          syncTotal: extensions.length,
          syncFinishedAt: now,
          syncFailureCode: null,
          syncFailureMessage: null,
        },
        manager,
      );
      await this.pbx.replaceExtensions(extensions, now, manager);
    });
  }

  /** Ends the fetch; what was stored before stays. `message` is shown to the administrator. */
  async failSync(code: string, message: string): Promise<void> {
    await this.pbx.updateSync({
      syncState: 'failed',
      syncFinishedAt: this.clock.now(),
      syncFailureCode: code,
      syncFailureMessage: message,
    });
  }

  /** What the PBX said about an extension's phone at a moment; older news than what is known changes nothing. */
  recordPresence(number: string, online: boolean, at: Date): Promise<void> {
    return this.pbx.recordPresence(number, online, at);
  }

  /**
   * Gives an extension to an employee, or with null to nobody, from now on; the first assignment of all counts since
   * ever. If it is theirs already, nothing changes; else `alongside` runs with the change, and its calls are to be
   * folded again (`refoldsWaiting`).
   *
   * @throws DomainError `extension_not_found`, `employee_not_found`
   */
  async assign(
    number: string,
    employeeId: string | null,
    alongside?: AlongsideAssignment,
  ): Promise<Extension> {
    try {
      return await this.transactions.run((manager) => this.assignIn(manager, number, employeeId, alongside));
    } catch (error) {
      if (employeeId !== null && isEmployeeMissing(error)) {
        throw employeeNotFound(employeeId);
      }
      throw error;
    }
  }

  /** When the refold of the extension's calls was asked for; null if they are up to date. */
  refoldSince(number: string): Promise<Date | null> {
    return this.pbx.refoldSince(number);
  }

  /** All calls of the extension were folded since then; a later wish stays. */
  refolded(number: string, since: Date): Promise<void> {
    return this.pbx.refolded(number, since);
  }

  /** Extensions whose employee changed before `olderThan` and whose calls were not folded again yet. */
  refoldsWaiting(olderThan: Date): Promise<string[]> {
    return this.pbx.refoldsWaiting(olderThan);
  }

  /** Active extensions the employee has now, lowest first. */
  extensionsOf(employeeId: string): Promise<string[]> {
    return this.assignments.numbersOf(employeeId);
  }

  /** The lowest active extension the employee has now; null without one. Joins `manager`'s transaction. */
  extensionOfManager(employeeId: string, manager?: EntityManager): Promise<ManagerExtension | null> {
    return this.assignments.firstOf(employeeId, manager);
  }

  /** The whole history of the extensions, oldest first per extension. Joins `manager`'s transaction. */
  assignmentsOf(extensions: readonly string[], manager?: EntityManager): Promise<Assignment[]> {
    return this.assignments.of(extensions, manager);
  }

  private async assignIn(
    manager: EntityManager,
    number: string,
    employeeId: string | null,
    alongside: AlongsideAssignment | undefined,
  ): Promise<Extension> {
    if (!(await this.pbx.lockExtension(number, manager))) {
      throw extensionNotFound(number);
    }
    const history = await this.assignments.of([number], manager);
    const change = reassign(history, employeeId, this.clock.now());
    if (change) {
      const previousEmployeeId = history.find(({ validTo }) => validTo === null)?.employeeId ?? null;
      await this.assignments.apply(number, change, manager);
      await this.pbx.askForRefold(number, this.clock.now(), manager);
      await alongside?.(manager, { employeeId, previousEmployeeId });
    }
    const row = await this.pbx.extension(number, manager);
    if (!row) {
      throw extensionNotFound(number);
    }
    return toExtension(row);
  }
}

/** The foreign key, not a look-up before, says whether the employee exists: it cannot be outrun. */
function isEmployeeMissing(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) {
    return false;
  }
  const { constraint } = error.driverError as Error & { constraint?: string };
  return constraint === 'fk_extension_assignments_employee_id';
}

function toExtension(row: ExtensionRow): Extension {
  return { ...row, onlineSeenAt: row.onlineSeenAt?.toISOString() ?? null };
}

function toSync(pbx: PbxEntity): Pbx['sync'] {
  const { syncState, syncDone, syncTotal, syncFinishedAt, syncFailureCode, syncFailureMessage } = pbx;
  return {
    state: syncState,
    done: syncDone,
    total: syncTotal,
    finishedAt: syncFinishedAt?.toISOString() ?? null,
    failure: syncFailureCode === null ? null : { code: syncFailureCode, message: syncFailureMessage ?? '' },
  };
}
