import { EmployeesService } from '@callboard/auth';
import type { Me } from '@callboard/contracts';
import { PbxService } from '@callboard/pbx';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';

/** What people see of themselves, gathered from the rooms that know. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly employees: EmployeesService,
    private readonly pbx: PbxService,
    private readonly settings: ZadarmaSettingsService,
  ) {}

  async of(employeeId: string): Promise<Me> {
    const [profile, extensions, { defaultCountry }] = await Promise.all([
      this.employees.profile(employeeId),
      this.pbx.extensionsOf(employeeId),
      this.settings.current(),
    ]);
    return { ...profile, extensions, defaultCountry };
  }
}
