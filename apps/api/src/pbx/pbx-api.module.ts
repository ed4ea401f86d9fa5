import { PbxModule } from '@callboard/pbx';
import { Module } from '@nestjs/common';
import { PbxController } from './pbx.controller';

@Module({ imports: [PbxModule], controllers: [PbxController] })
export class PbxApiModule {}
