import { PbxModule } from '@callboard/pbx';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { PbxSyncProcessor } from './pbx-sync.processor';

@Module({ imports: [PbxModule, ZadarmaModule], providers: [PbxSyncProcessor] })
export class PbxWorkModule {}
