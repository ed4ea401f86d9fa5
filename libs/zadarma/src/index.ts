export { Deadline } from './deadline';
export { InboundEvent } from './inbox/inbound-event.entity';
export { Inbox } from './inbox/inbox';
export type { StoredEvent, Told } from './inbox/new-inbound-event';
export {
  type CurrentZadarmaSettings,
  type SettingsChange,
  webhookPath,
  ZadarmaSettingsService,
} from './settings/zadarma-settings.service';
export { expiredEvent, statisticsRowEvent, translate } from './translate';
export type { Delivery, IntakeResult } from './webhook/delivery';
export { IntakeRuntime } from './webhook/intake-runtime';
export { WebhookIntake } from './webhook/webhook-intake';
export { echoToken } from './webhook/zd-echo';
export { ZadarmaModule } from './zadarma.module';
