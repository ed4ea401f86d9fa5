import { InboundEvent } from './inbox/inbound-event.entity';
import { RefusedDelivery } from './inbox/refused-delivery.entity';
import { RequestBudgetState } from './rest/request-budget.entity';
import { Setting } from './settings/setting.entity';
import { WebrtcKey } from './webrtc/webrtc-key.entity';

/** Every entity of this lib, for the data sources that need them. */
export const entities: readonly (new () => unknown)[] = [
  InboundEvent,
  RefusedDelivery,
  RequestBudgetState,
  Setting,
  WebrtcKey,
];
