import { Injectable } from '@nestjs/common';
import { EntityManager, In, LessThan, Not } from 'typeorm';
import { ExtensionEntity } from './extension.entity';
import { PbxEntity } from './pbx.entity';

/** One extension as the PBX describes it; null where it did not say. */
export interface FetchedExtension {
  readonly number: string;
  readonly name: string | null;
  readonly online: boolean | null;
}

/** An extension with the employee it is assigned to now. */
export interface ExtensionRow {
  readonly number: string;
  readonly name: string | null;
  readonly active: boolean;
  readonly online: boolean | null;
  readonly onlineSeenAt: Date | null;
  readonly employeeId: string | null;
  readonly employeeName: string | null;
}

const onlyRow = { onlyRow: true };

const selectExtensions = `
  SELECT e.number, e.name, e.active, e.online, e.online_seen_at AS "onlineSeenAt",
    a.employee_id AS "employeeId", m.name AS "employeeName"
  FROM extensions e
  LEFT JOIN extension_assignments a ON a.extension = e.number AND a.valid_to IS NULL
  LEFT JOIN employees m ON m.id = a.employee_id`;

/** The PBX's own row and its extensions. Employees are joined by table name: their room is not ours to import. */
@Injectable()
export class PbxRepository {
  constructor(private readonly manager: EntityManager) {}

  get(): Promise<PbxEntity> {
    return this.manager.findOneByOrFail(PbxEntity, onlyRow);
  }

  extensions(): Promise<ExtensionRow[]> {
    return this.manager.query<ExtensionRow[]>(`${selectExtensions} ORDER BY length(e.number), e.number`);
  }

  async extension(number: string, manager: EntityManager): Promise<ExtensionRow | undefined> {
    const [row] = await manager.query<ExtensionRow[]>(`${selectExtensions} WHERE e.number = $1`, [number]);
    return row;
  }

  /** Holds the extension until the transaction ends; false if there is none. */
  async lockExtension(number: string, manager: EntityManager): Promise<boolean> {
    const rows = await manager.query<unknown[]>(`SELECT 1 FROM extensions WHERE number = $1 FOR UPDATE`, [
      number,
    ]);
    return rows.length > 0;
  }

  /** Notes that the extension's calls are to be folded again. */
  async askForRefold(number: string, now: Date, manager: EntityManager): Promise<void> {
    await manager.update(ExtensionEntity, { number }, { refoldSince: now });
  }

  /** When the refold of the extension's calls was asked for; null if they are up to date. */
  async refoldSince(number: string): Promise<Date | null> {
    return (await this.manager.findOneBy(ExtensionEntity, { number }))?.refoldSince ?? null;
  }

  /** The refold that was asked for then is done; a later wish stays. */
  async refolded(number: string, since: Date): Promise<void> {
    await this.manager.update(ExtensionEntity, { number, refoldSince: since }, { refoldSince: null });
  }

  /** Extensions whose refold was asked for before `olderThan`. */
  async refoldsWaiting(olderThan: Date): Promise<string[]> {
    const rows = await this.manager.findBy(ExtensionEntity, { refoldSince: LessThan(olderThan) });
    return rows.map(({ number }) => number);
  }

  /** Marks the fetch as running unless one showed signs of life since `staleBefore`; false if so. */
  async startSync(now: Date, staleBefore: Date): Promise<boolean> {
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(PbxEntity)
      .set({
        syncState: 'running',
        syncDone: 0,
        syncTotal: 0,
        syncProgressAt: now,
        syncFinishedAt: null,
        syncFailureCode: null,
        syncFailureMessage: null,
      })
      .where(`sync_state <> 'running' OR sync_progress_at < :staleBefore`, { staleBefore })
      .execute();
    return affected === 1;
  }

  async updateSync(changes: Partial<PbxEntity>, manager = this.manager): Promise<void> {
    await manager.update(PbxEntity, onlyRow, changes);
  }

  /** Adds new extensions, revives returning ones, deactivates the rest. What the PBX did not say stays as it was. */
  async replaceExtensions(
    fetched: readonly FetchedExtension[],
    now: Date,
    manager: EntityManager,
  ): Promise<void> {
    for (const { number, name, online } of fetched) {
      await manager.query(
        `INSERT INTO extensions AS e (number, name, active, online, online_seen_at)
         VALUES ($1, $2, true, $3::boolean, CASE WHEN $3::boolean IS NOT NULL THEN $4::timestamptz END)
         ON CONFLICT (number) DO UPDATE SET
           name = coalesce(excluded.name, e.name),
           active = true,
           online = coalesce(excluded.online, e.online),
           online_seen_at = coalesce(excluded.online_seen_at, e.online_seen_at)`,
        [number, name, online, now],
      );
    }
    const numbers = fetched.map(({ number }) => number);
    await manager.update(ExtensionEntity, { number: Not(In(numbers)), active: true }, { active: false });
  }

  /** Ignores what is older than what is known, and extensions that are not. */
  async recordPresence(number: string, online: boolean, at: Date): Promise<void> {
    await this.manager.query(
      `UPDATE extensions SET online = $2, online_seen_at = $3
       WHERE number = $1 AND (online_seen_at IS NULL OR online_seen_at <= $3)`,
      [number, online, at],
    );
  }
}
