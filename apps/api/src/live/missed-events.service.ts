import type { Principal } from '@callboard/auth';
import { CallRequestsService, CallsService } from '@callboard/calls';
import { Injectable } from '@nestjs/common';
import * as z from 'zod';
import { CallPresenter, shownTo } from '../recordings/call-presenter.service';
import { requestChangedEvent } from './call-request-feed.service';
import { changedEvent, maySee } from './live-hub.service';
import { overlapMs } from './recent-changes';
import { formatEvent, type SseEvent } from './sse-event';

const mostMissed = 500;
const place = z.iso.datetime().transform((text) => new Date(text));

interface Missed {
  readonly updatedAt: Date;
  readonly event: SseEvent;
}

/** What a reader missed while it was away. */
@Injectable()
export class MissedEvents {
  constructor(
    private readonly calls: CallsService,
    private readonly requests: CallRequestsService,
    private readonly presenter: CallPresenter,
  ) {}

  /**
   * The text to send first to a reader that resumes: the calls, and requests of its own, that changed since, or that they are too many (or the
   * place unknown) and it has to load what it shows.
   */
  async since(lastEventId: string, principal: Principal): Promise<string[]> {
    const since = place.safeParse(lastEventId);
    if (!since.success) {
      return [startAnew];
    }
    const from = new Date(since.data.getTime() - overlapMs);
    const changes = await this.calls.changedSince(from, mostMissed + 1);
    if (changes.length > mostMissed) {
      return [startAnew];
    }
    const ids = changes.map(({ id }) => id);
    const [audience, audio] = await Promise.all([this.calls.audienceOf(ids), this.presenter.audioOf(ids)]);
    const seen = audience.filter((call) => maySee(principal, call));
    if (seen.some(({ helperOfId }) => helperOfId !== null)) {
      return [startAnew];
    }
    const shown = seen.filter(({ isShown }) => isShown);
    const calls = shown.map(({ item, updatedAt }) => ({
      updatedAt,
      event: changedEvent(shownTo(principal, item, audio.get(item.id)), updatedAt),
    }));
    return [...calls, ...(await this.ownRequests(from, principal))]
      .sort((one, other) => one.updatedAt.getTime() - other.updatedAt.getTime())
      .map(({ event }) => formatEvent(event));
  }

  private async ownRequests(from: Date, { kind, id }: Principal): Promise<Missed[]> {
    const changes = kind === 'employee' ? await this.requests.changedSince(from, mostMissed, id) : [];
    const news = await this.requests.news(changes.map((change) => change.id));
    return news.map((one) => ({ updatedAt: one.updatedAt, event: requestChangedEvent(one) }));
  }
}

const startAnew = formatEvent({ name: 'resync', data: {} });
