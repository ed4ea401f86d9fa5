import { EmployeesService, type Principal } from '@callboard/auth';
import {
  type CreateEmployeeBody,
  createEmployeeBody,
  type Employee,
  employee,
  id,
  type Page,
  pageOf,
  pageQuery,
  type UpdateEmployeeBody,
  updateEmployeeBody,
} from '@callboard/contracts';
import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import * as z from 'zod';
import { Allow, CurrentPrincipal } from '../http/access';

@ApiTags('Employees')
@Controller('employees')
export class EmployeesController {
  constructor(private readonly employees: EmployeesService) {}

  @Get()
  @Allow('employees.read')
  @ApiOperation({ summary: 'The people of the company, by name' })
  @ApiOkResponse({ standardSchema: pageOf(employee) })
  list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<Page<Employee>> {
    return this.employees.list(query);
  }

  @Post()
  @Allow('employees.write')
  @ApiOperation({ summary: 'Add an employee' })
  @ApiCreatedResponse({ standardSchema: employee })
  create(
    @Body({ schema: createEmployeeBody }) body: CreateEmployeeBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Employee> {
    return this.employees.create(body, principal);
  }

  @Get(':id')
  @Allow('employees.read')
  @ApiOperation({ summary: 'One employee' })
  @ApiOkResponse({ standardSchema: employee })
  get(@Param('id', { schema: id }) employeeId: string): Promise<Employee> {
    return this.employees.get(employeeId);
  }

  @Patch(':id')
  @Allow('employees.write')
  @ApiOperation({
    summary: 'Change an employee',
    description: 'A new password or role, or deactivation, ends all sessions of the employee.',
  })
  @ApiOkResponse({ standardSchema: employee })
  update(
    @Param('id', { schema: id }) employeeId: string,
    @Body({ schema: updateEmployeeBody }) body: UpdateEmployeeBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Employee> {
    return this.employees.update(employeeId, body, principal);
  }
}
