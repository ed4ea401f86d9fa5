import { AuthModule } from '@callboard/auth';
import { RetentionModule } from '@callboard/recordings';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { DeletionHandover } from './deletion-handover.service';
import { RetentionController } from './retention.controller';

@Module({
  imports: [AuthModule, RetentionModule, ZadarmaModule],
  controllers: [RetentionController],
  providers: [DeletionHandover],
})
export class RetentionApiModule {}
