import type { ChangedCallRequest } from '@callboard/calls';
import { LiveBus } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';

/** Wakes the API processes after a call request changed. */
@Injectable()
export class CallRequestAnnouncer {
  constructor(private readonly bus: LiveBus) {}

  /** To be called after the commit; null where nothing changed. */
  async announce(changed: ChangedCallRequest | null): Promise<void> {
    if (changed) {
      const { id, version, employeeId } = changed;
      await this.bus.publish({ type: 'callRequest.changed', id, version, employeeId });
    }
  }
}
