import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConnectionTester } from './account/connection-tester';
import { PbxFetcher } from './account/pbx-fetcher';
import { WebhookRegistrar } from './account/webhook-registrar';
import { entities } from './entities';
import { Inbox } from './inbox/inbox';
import { Journal } from './inbox/journal';
import { CallShare } from './rest/call-share';
import { REQUEST_WINDOW_SECONDS, RequestBudget, requestWindowSeconds } from './rest/request-budget';
import { ZadarmaClient } from './rest/zadarma-client';
import { SettingsRepository } from './settings/settings.repository';
import { ZadarmaSettingsService } from './settings/zadarma-settings.service';

const services = [
  CallShare,
  ZadarmaSettingsService,
  ZadarmaClient,
  ConnectionTester,
  WebhookRegistrar,
  PbxFetcher,
  Inbox,
  Journal,
];

/**
 * The provider: what any process needs of it. The webhook's intake is `ZadarmaIntakeModule`, the browser phone
 * `ZadarmaWebrtcModule`.
 */
@Module({
  imports: [TypeOrmModule.forFeature([...entities])],
  providers: [
    SettingsRepository,
    RequestBudget,
    { provide: REQUEST_WINDOW_SECONDS, useValue: requestWindowSeconds },
    ...services,
  ],
  exports: [...services, SettingsRepository, TypeOrmModule],
})
export class ZadarmaModule {}
