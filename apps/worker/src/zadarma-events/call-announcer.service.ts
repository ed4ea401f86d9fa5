import type { ProjectionResult } from '@callboard/calls';
import { LiveBus, type LiveMessage } from '@callboard/messaging';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';

/** News of a ringing phone that is older than this is no news: the sweep or a replay brought it. */
const freshMs = 60_000;

/** Wakes the API processes after a call changed. */
@Injectable()
export class CallAnnouncer {
  constructor(
    private readonly bus: LiveBus,
    private readonly clock: Clock,
  ) {}

  /** To be called after the commit, or listeners would read the call as it was before. */
  async announce(result: ProjectionResult): Promise<void> {
    if (!result.changed) {
      return;
    }
    const { callId: id, version } = result;
    const now = this.clock.now().getTime();
    const ringing = result.ringing
      .filter(({ at }) => now - at.getTime() < freshMs)
      .map(({ extension, employeeId, at }): LiveMessage => {
        return { type: 'call.ringing', id, version, extension, employeeId, at: at.toISOString() };
      });
    const messages: LiveMessage[] = [{ type: 'call.changed', id, version }, ...ringing];
    await Promise.all(messages.map((message) => this.bus.publish(message)));
  }
}
