export { ConnectionTester } from './account/connection-tester';
export {
  type FetchedExtension,
  type FetchedPbx,
  type FetchProgress,
  PbxFetcher,
} from './account/pbx-fetcher';
export { WebhookRegistrar } from './account/webhook-registrar';
export { Deadline } from './deadline';
export { InboundEvent } from './inbox/inbound-event.entity';
export { Inbox } from './inbox/inbox';
export { Journal } from './inbox/journal';
export { refusedDeliveriesCounter } from './inbox/refused-deliveries';
export type { StoredEvent, Told } from './inbox/new-inbound-event';
export { type Endpoint, endpoints } from './rest/endpoints';
export { parseLossless } from './rest/lenient';
export { REQUEST_WINDOW_SECONDS } from './rest/request-budget';
export { type AskOptions, ZadarmaClient } from './rest/zadarma-client';
export { ZadarmaTransport } from './rest/zadarma-transport';
export { ZadarmaError, type ZadarmaErrorCode } from './rest/zadarma.errors';
export {
  type CurrentZadarmaSettings,
  type SettingsChange,
  webhookPath,
  ZadarmaSettingsService,
} from './settings/zadarma-settings.service';
export { expiredEvent, statisticsRowEvent, translate } from './translate';
export type { Delivery, DeliveryName, IntakeResult, RecognisedIds } from './webhook/delivery';
export { WebhookIntake } from './webhook/webhook-intake';
export { echoToken } from './webhook/zd-echo';
export { DomainWatch } from './webrtc/domain-watch';
export { phonePlace, type PhonePlace } from './webrtc/phone-place';
export { WebrtcDomainRegistrar } from './webrtc/webrtc-domain-registrar';
export { WebrtcSessions } from './webrtc/webrtc-sessions.service';
export { ZadarmaIntakeModule } from './zadarma-intake.module';
export { ZadarmaModule } from './zadarma.module';
export { ZadarmaWebrtcModule } from './zadarma-webrtc.module';
export { CallShare } from './rest/call-share';
export { PersonalShare } from './rest/personal-share';
export { ZadarmaRecordingsModule } from './zadarma-recordings.module';
