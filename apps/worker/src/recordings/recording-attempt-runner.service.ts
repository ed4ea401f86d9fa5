import { type JobFacts, LiveBus } from '@callboard/messaging';
import { RecordingFetcher } from '@callboard/recordings';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';

/** Makes one attempt at a recording and wakes whoever looks at its call. */
@Injectable()
export class RecordingAttemptRunner {
  constructor(
    private readonly fetcher: RecordingFetcher,
    private readonly settings: ZadarmaSettingsService,
    private readonly bus: LiveBus,
  ) {}

  async run(recordingId: string, urgency: 'interactive' | 'background'): Promise<JobFacts> {
    const { recordings } = await this.settings.current();
    const result = await this.fetcher.attempt(recordingId, {
      urgency,
      archive: recordings.archiveAutomatically,
      onChange: ({ id, version }) => this.bus.publish({ type: 'call.changed', id, version }),
    });
    return { recordingId, ...result };
  }
}
