import { AuthModule } from '@callboard/auth';
import { PbxModule } from '@callboard/pbx';
import { Module } from '@nestjs/common';
import { PbxController } from './pbx.controller';

@Module({ imports: [AuthModule, PbxModule], controllers: [PbxController] })
export class PbxApiModule {}
