import { type EmployeePrincipal, EmployeesService, SignInService } from '@callboard/auth';
import { type LoginBody, loginBody, type Me, me, updateMeBody } from '@callboard/contracts';
import { Body, Controller, Get, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { Allow, CurrentEmployee, Public } from '../http/access';
import { ProfileService } from './profile.service';
import { signInBrowser, signOutBrowser } from './sign-in-browser';

@ApiTags('Session')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signIn: SignInService,
    private readonly employees: EmployeesService,
    private readonly profiles: ProfileService,
  ) {}

  @Post('login')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in', description: 'Sets the session cookie.' })
  @ApiOkResponse({ standardSchema: me })
  async login(@Body({ schema: loginBody }) body: LoginBody, @Req() request: FastifyRequest): Promise<Me> {
    const principal = await this.signIn.identify({ ...body, address: request.ip });
    await signInBrowser(request, principal);
    return this.profiles.of(principal.id);
  }

  @Post('logout')
  @Public()
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out', description: 'Also right when nobody is signed in.' })
  @ApiNoContentResponse()
  async logout(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await signOutBrowser(request, reply);
  }

  @Get('me')
  @Allow('self')
  @ApiOperation({ summary: 'Who is signed in' })
  @ApiOkResponse({ standardSchema: me })
  me(@CurrentEmployee() { id }: EmployeePrincipal): Promise<Me> {
    return this.profiles.of(id);
  }

  @Patch('me')
  @Allow('self')
  @ApiOperation({ summary: 'Choose the language of the screens' })
  @ApiOkResponse({ standardSchema: me })
  async update(
    @CurrentEmployee() { id }: EmployeePrincipal,
    @Body({ schema: updateMeBody }) { language }: z.infer<typeof updateMeBody>,
  ): Promise<Me> {
    await this.employees.chooseLanguage(id, language);
    return this.profiles.of(id);
  }
}
