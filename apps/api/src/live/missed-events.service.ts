import type { Principal } from '@callboard/auth';
import { CallsService } from '@callboard/calls';
import { Injectable } from '@nestjs/common';
import * as z from 'zod';
import { CallPresenter, shownTo } from '../recordings/call-presenter.service';
import { changedEvent, maySee } from './live-hub.service';
import { overlapMs } from './recent-changes';
import { formatEvent } from './sse-event';

const mostMissed = 500;
const place = z.iso.datetime().transform((text) => new Date(text));

/** What a reader missed while it was away. */
@Injectable()
export class MissedEvents {
  constructor(
    private readonly calls: CallsService,
    private readonly presenter: CallPresenter,
  ) {}

  /**
   * The text to send first to a reader that resumes: the calls that changed since, or that they are too many (or the
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
    return audience
      .filter((call) => maySee(principal, call))
      .sort((one, other) => one.updatedAt.getTime() - other.updatedAt.getTime())
      .map(({ item, updatedAt }) =>
        formatEvent(changedEvent(shownTo(principal, item, audio.get(item.id)), updatedAt)),
      );
  }
}

const startAnew = formatEvent({ name: 'resync', data: {} });
