import type { Employee } from '@callboard/contracts';
import type { EmployeePrincipal } from '../principal';
import type { EmployeeEntity } from './employee.entity';

export function toEmployee({ id, name, email, role, active, createdAt }: EmployeeEntity): Employee {
  return { id, name, email, role, active, createdAt: createdAt.toISOString() };
}

export function toPrincipal({ id, name, role }: EmployeeEntity): EmployeePrincipal {
  return { kind: 'employee', id, name, role };
}
