import { EmployeesService } from '@callboard/auth';
import type { Me } from '@callboard/contracts';
import { PbxService } from '@callboard/pbx';
import { Injectable } from '@nestjs/common';

/** What people see of themselves, gathered from the rooms that know. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly employees: EmployeesService,
    private readonly pbx: PbxService,
  ) {}

  async of(employeeId: string): Promise<Me> {
    const [profile, extensions] = await Promise.all([
      this.employees.profile(employeeId),
      this.pbx.extensionsOf(employeeId),
    ]);
    return { ...profile, extensions };
  }
}
