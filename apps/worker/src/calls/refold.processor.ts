import { CallsService } from '@callboard/calls';
import {
  callsRefold,
  HandlesJob,
  type JobFacts,
  type JobHandler,
  type JobPayload,
} from '@callboard/messaging';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { CallAnnouncer } from '../zadarma-events/call-announcer.service';
import { CallUpdater } from '../zadarma-events/call-updater.service';

const atOnce = 200;

/**
 * Folds calls again from their events: those of an extension after it was given to somebody else, all after the zone
 * or the country changed. Each call is a transaction of its own, so a worker that dies loses one call's work, and the
 * repeat writes only what is still different.
 */
@HandlesJob(callsRefold)
export class RefoldProcessor implements JobHandler<typeof callsRefold> {
  constructor(
    private readonly calls: CallsService,
    private readonly updater: CallUpdater,
    private readonly announcer: CallAnnouncer,
    private readonly settings: ZadarmaSettingsService,
  ) {}

  async handle({ extension }: JobPayload<typeof callsRefold>): Promise<JobFacts> {
    // The job may come faster than the news that the settings changed, which is why it was sent.
    this.settings.invalidate();
    let folded = 0;
    let changed = 0;
    let last = '';
    for (;;) {
      const ids = await this.next(extension, last);
      for (const pbxCallId of ids) {
        changed += Number(await this.refold(pbxCallId));
      }
      folded += ids.length;
      last = ids.at(-1) ?? last;
      if (ids.length < atOnce) {
        return { extension, folded, changed };
      }
    }
  }

  private next(extension: string | null, after: string): Promise<string[]> {
    return extension === null
      ? this.calls.allPbxCallIds(after, atOnce)
      : this.calls.pbxCallIdsOfExtension(extension, after, atOnce);
  }

  private async refold(pbxCallId: string): Promise<boolean> {
    const { result } = await this.updater.bringUpToDate(pbxCallId, 'always');
    if (!result?.changed) {
      return false;
    }
    await this.announcer.announce(result);
    return true;
  }
}
