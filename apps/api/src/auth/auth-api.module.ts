import { AuthModule } from '@callboard/auth';
import { PbxModule } from '@callboard/pbx';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from '../http/access.guard';
import { AuthController } from './auth.controller';
import { PrincipalResolver } from './principal-resolver.service';
import { ProfileService } from './profile.service';

/** Sessions, and the guard before every route of the API. */
@Module({
  imports: [AuthModule, PbxModule, ZadarmaModule],
  controllers: [AuthController],
  providers: [PrincipalResolver, ProfileService, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [PrincipalResolver, ProfileService],
})
export class AuthApiModule {}
