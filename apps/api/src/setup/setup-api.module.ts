import { AuthModule } from '@callboard/auth';
import { Module } from '@nestjs/common';
import { AuthApiModule } from '../auth/auth-api.module';
import { SetupAnnouncer } from './setup-announcer.service';
import { SetupController } from './setup.controller';

/** The first administrator. */
@Module({
  imports: [AuthModule, AuthApiModule],
  controllers: [SetupController],
  providers: [SetupAnnouncer],
})
export class SetupApiModule {}
