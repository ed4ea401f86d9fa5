import { AuthModule } from '@callboard/auth';
import { Module } from '@nestjs/common';
import { EmployeesController } from './employees.controller';

@Module({ imports: [AuthModule], controllers: [EmployeesController] })
export class EmployeesApiModule {}
