import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AssignmentsRepository } from './assignments.repository';
import { ExtensionAssignmentEntity } from './extension-assignment.entity';
import { ExtensionEntity } from './extension.entity';
import { PbxEntity } from './pbx.entity';
import { PbxRepository } from './pbx.repository';
import { PbxService } from './pbx.service';

/** The room of the PBX and its extensions. Needs the global database and platform modules. */
@Module({
  imports: [TypeOrmModule.forFeature([PbxEntity, ExtensionEntity, ExtensionAssignmentEntity])],
  providers: [PbxRepository, AssignmentsRepository, PbxService],
  exports: [PbxService],
})
export class PbxModule {}
