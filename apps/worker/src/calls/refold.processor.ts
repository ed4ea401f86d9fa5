import { CallsService } from '@callboard/calls';
import { isDatabaseTrouble } from '@callboard/database';
import {
  callsRefold,
  HandlesJob,
  type JobAttempt,
  type JobBookmark,
  type JobFacts,
  type JobHandler,
  type JobPayload,
} from '@callboard/messaging';
import { PbxService } from '@callboard/pbx';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import * as z from 'zod';
import { CallAnnouncer } from '../zadarma-events/call-announcer.service';
import { CallUpdater } from '../zadarma-events/call-updater.service';
import { describeError } from '../zadarma-events/describe-error';

const atOnce = 200;

/** How far a walk has come, and what it was asked for: another zone or employee begins anew. */
const place = z.object({ askedFor: z.string(), after: z.string() });

interface Progress {
  folded: number;
  changed: number;
  firstFailure?: string;
  failed: number;
}

/** One walk over the calls of an extension, or over all (null). */
interface Walk {
  readonly extension: string | null;
  readonly askedFor: string;
  readonly bookmark: JobBookmark;
}

/**
 * Folds calls again from their events: those of an extension after it was given to somebody else, all after the zone
 * or the country changed. Each call is a transaction of its own, so a worker that dies loses one call's work; whoever
 * takes over goes on where it had come to, and writes only what is still different.
 */
@HandlesJob(callsRefold)
export class RefoldProcessor implements JobHandler<typeof callsRefold> {
  constructor(
    private readonly calls: CallsService,
    private readonly updater: CallUpdater,
    private readonly announcer: CallAnnouncer,
    private readonly settings: ZadarmaSettingsService,
    private readonly pbx: PbxService,
  ) {}

  /** A call that cannot be folded does not keep the others from it; the job fails at the end and is tried again. */
  async handle(
    { extension }: JobPayload<typeof callsRefold>,
    _attempt: JobAttempt,
    bookmark: JobBookmark,
  ): Promise<JobFacts> {
    // The job may come faster than the news that the settings changed, which is why it was sent.
    this.settings.invalidate();
    const askedAt = extension === null ? null : await this.pbx.refoldSince(extension);
    const askedFor = extension === null ? await this.reading() : (askedAt?.toISOString() ?? '');
    const progress = await this.walk({ extension, askedFor, bookmark });
    if (extension !== null && askedAt) {
      // Also with failures: those are the job's to try again, and its to report.
      await this.pbx.refolded(extension, askedAt);
    }
    const { folded, changed, failed, firstFailure } = progress;
    if (failed > 0) {
      throw new Error(
        `${failed} of ${folded} calls could not be folded again, the first of them ${firstFailure}`,
      );
    }
    return { extension, folded, changed };
  }

  private async walk({ extension, askedFor, bookmark }: Walk): Promise<Progress> {
    const progress: Progress = { folded: 0, changed: 0, failed: 0 };
    const { data: left } = place.safeParse(bookmark.read());
    let last = left?.askedFor === askedFor ? left.after : '';
    for (;;) {
      const ids = await this.next(extension, last);
      for (const pbxCallId of ids) {
        await this.refold(pbxCallId, progress);
      }
      last = ids.at(-1) ?? last;
      if (progress.failed === 0) {
        // Never beyond a call that failed: the next attempt must come to it again.
        await bookmark.leave({ askedFor, after: last });
      }
      if (ids.length < atOnce) {
        return progress;
      }
    }
  }

  /** What the times and numbers of all calls are read by. */
  private async reading(): Promise<string> {
    const { timeZone, defaultCountry } = await this.settings.current();
    return `${timeZone} ${defaultCountry}`;
  }

  private next(extension: string | null, after: string): Promise<string[]> {
    return extension === null
      ? this.calls.allPbxCallIds(after, atOnce)
      : this.calls.pbxCallIdsOfExtension(extension, after, atOnce);
  }

  private async refold(pbxCallId: string, progress: Progress): Promise<void> {
    progress.folded += 1;
    try {
      const update = await this.updater.bringUpToDate(pbxCallId, 'always');
      if (update.result?.changed) {
        progress.changed += 1;
      }
      await this.announcer.announce(update);
    } catch (error) {
      if (isDatabaseTrouble(error)) {
        throw error;
      }
      progress.failed += 1;
      progress.firstFailure ??= `${pbxCallId}: ${describeError(error)}`;
    }
  }
}
