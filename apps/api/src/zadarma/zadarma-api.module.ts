import { refusedDeliveriesCounter, ZadarmaIntakeModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { registry } from '../http/metrics';
import { ZadarmaWebhookController } from './zadarma-webhook.controller';

registry.registerMetric(refusedDeliveriesCounter);

@Module({ imports: [ZadarmaIntakeModule], providers: [ZadarmaWebhookController] })
export class ZadarmaApiModule {}
