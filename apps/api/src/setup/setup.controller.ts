import { demoUsers, SetupService } from '@callboard/auth';
import { type Me, me, type SetupBody, setupBody, type SetupState, setupState } from '@callboard/contracts';
import { ENVIRONMENT, type Environment } from '@callboard/platform';
import { Body, Controller, Get, Inject, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ProfileService } from '../auth/profile.service';
import { signInBrowser } from '../auth/sign-in-browser';
import { Public } from '../http/access';

@ApiTags('Set-up')
@Controller('setup')
export class SetupController {
  constructor(
    private readonly setup: SetupService,
    private readonly profiles: ProfileService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  @Get()
  @Public()
  @ApiOperation({
    summary: 'Whether the first administrator is missing, and who may sign in if this is a demo',
  })
  @ApiOkResponse({ standardSchema: setupState })
  async state(): Promise<SetupState> {
    return {
      needed: await this.setup.isNeeded(),
      demo: this.environment.DEMO ? { users: demoUsers.map((user) => ({ ...user })) } : null,
    };
  }

  @Post()
  @Public()
  @ApiOperation({
    summary: 'Create the first administrator',
    description: 'Needs the one-time token from the server log, and signs the new administrator in.',
  })
  @ApiCreatedResponse({ standardSchema: me })
  async complete(@Body({ schema: setupBody }) body: SetupBody, @Req() request: FastifyRequest): Promise<Me> {
    const principal = await this.setup.complete(body);
    await signInBrowser(request, principal);
    return this.profiles.of(principal.id);
  }
}
