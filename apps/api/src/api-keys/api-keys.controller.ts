import { ApiKeysService, type Principal } from '@callboard/auth';
import {
  type ApiKey,
  apiKey,
  type CreateApiKeyBody,
  createApiKeyBody,
  type CreatedApiKey,
  createdApiKey,
  id,
  type Page,
  pageOf,
  pageQuery,
} from '@callboard/contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type * as z from 'zod';
import { Allow, CurrentPrincipal } from '../http/access';

@ApiTags('API keys')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @Allow('keys.manage')
  @ApiOperation({ summary: 'All keys, newest first' })
  @ApiOkResponse({ standardSchema: pageOf(apiKey) })
  list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<Page<ApiKey>> {
    return this.keys.list(query);
  }

  @Post()
  @Allow('keys.manage')
  @ApiOperation({
    summary: 'Make a key',
    description: 'The answer is the only place where the key is shown.',
  })
  @ApiCreatedResponse({ standardSchema: createdApiKey })
  create(
    @Body({ schema: createApiKeyBody }) body: CreateApiKeyBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CreatedApiKey> {
    return this.keys.create(body, principal);
  }

  @Delete(':id')
  @Allow('keys.manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a key at once' })
  @ApiNoContentResponse()
  async remove(
    @Param('id', { schema: id }) keyId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    await this.keys.remove(keyId, principal);
  }
}
