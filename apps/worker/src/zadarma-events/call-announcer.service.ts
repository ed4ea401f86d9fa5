import type { ProjectionResult } from '@callboard/calls';
import { LiveBus, type LiveMessage } from '@callboard/messaging';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { CallUpdate } from './call-updater.service';

/** News of a ringing phone that is older than this is no news: the sweep or a replay brought it. */
const freshMs = 60_000;

/** Wakes the API processes after a call, or what follows from it, changed. */
@Injectable()
export class CallAnnouncer {
  constructor(
    private readonly bus: LiveBus,
    private readonly clock: Clock,
  ) {}

  /** To be called after the commit, or listeners would read the call as it was before. */
  async announce({ result, followed }: Pick<CallUpdate, 'result' | 'followed'>): Promise<void> {
    const messages = result?.changed ? this.callMessages(result) : [];
    if (followed?.callRequest) {
      const { id, version, employeeId } = followed.callRequest;
      messages.push({ type: 'callRequest.changed', id, version, employeeId });
    }
    await Promise.all(messages.map((message) => this.bus.publish(message)));
  }

  private callMessages({
    callId: id,
    version,
    ringing: legs,
    helperLegs,
  }: Extract<ProjectionResult, { changed: true }>): LiveMessage[] {
    const now = this.clock.now().getTime();
    const ringing = legs
      .filter(({ at }) => now - at.getTime() < freshMs)
      .map(({ extension, employeeId, at }): LiveMessage => {
        return { type: 'call.ringing', id, version, extension, employeeId, at: at.toISOString() };
      });
    const changed = [{ id, version }, ...helperLegs].map((call): LiveMessage => ({
      type: 'call.changed',
      ...call,
    }));
    return [...changed, ...ringing];
  }
}
