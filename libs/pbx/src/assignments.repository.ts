import { newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { EntityManager, IsNull } from 'typeorm';
import { ExtensionAssignmentEntity } from './extension-assignment.entity';
import type { Reassignment } from './reassign';

/** Whose an extension was: from `validFrom` (null = since ever) until before `validTo` (null = still). */
export interface Assignment {
  readonly extension: string;
  readonly employeeId: string;
  readonly employeeName: string | null;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
}

/** Where a manager can be reached. */
export interface ManagerExtension {
  readonly number: string;
  readonly online: boolean | null;
  readonly onlineSeenAt: Date | null;
}

const activeNow = `
  FROM extension_assignments a JOIN extensions e ON e.number = a.extension
  WHERE a.employee_id = $1 AND a.valid_to IS NULL AND e.active
  ORDER BY length(e.number), e.number`;

/** Who had which extension when. */
@Injectable()
export class AssignmentsRepository {
  constructor(private readonly manager: EntityManager) {}

  of(extensions: readonly string[], manager = this.manager): Promise<Assignment[]> {
    return manager.query<Assignment[]>(
      `SELECT a.extension, a.employee_id AS "employeeId", m.name AS "employeeName",
         a.valid_from AS "validFrom", a.valid_to AS "validTo"
       FROM extension_assignments a LEFT JOIN employees m ON m.id = a.employee_id
       WHERE a.extension = ANY ($1)
       ORDER BY a.extension, a.valid_from NULLS FIRST`,
      [extensions],
    );
  }

  async numbersOf(employeeId: string): Promise<string[]> {
    const rows = await this.manager.query<{ number: string }[]>(`SELECT e.number ${activeNow}`, [employeeId]);
    return rows.map(({ number }) => number);
  }

  async firstOf(employeeId: string, manager = this.manager): Promise<ManagerExtension | null> {
    const [row] = await manager.query<ManagerExtension[]>(
      `SELECT e.number, e.online, e.online_seen_at AS "onlineSeenAt" ${activeNow} LIMIT 1`,
      [employeeId],
    );
    return row ?? null;
  }

  async apply(extension: string, change: Reassignment, manager: EntityManager): Promise<void> {
    const current = { extension, validTo: IsNull() };
    if (change.dropOpen) {
      await manager.delete(ExtensionAssignmentEntity, current);
    }
    if (change.closeAt) {
      await manager.update(ExtensionAssignmentEntity, current, { validTo: change.closeAt });
    }
    if (change.open) {
      await manager.insert(ExtensionAssignmentEntity, { id: newId(), extension, ...change.open });
    }
  }
}
