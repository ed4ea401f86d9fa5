import { TranscriptsModule } from '@callboard/recordings';
import { refusedDeliveriesCounter, ZadarmaIntakeModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { registry } from '../http/metrics';
import { SpeechNotices } from './speech-notices.service';
import { ZadarmaWebhookController } from './zadarma-webhook.controller';

registry.registerMetric(refusedDeliveriesCounter);

@Module({
  imports: [ZadarmaIntakeModule, TranscriptsModule],
  providers: [SpeechNotices, ZadarmaWebhookController],
})
export class ZadarmaApiModule {}
