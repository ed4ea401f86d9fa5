import { AuditService } from '@callboard/auth';
import {
  HandlesJob,
  type JobFacts,
  type JobHandler,
  type JobPayload,
  JobProducer,
  LiveBus,
  recordingsErase,
  recordingsRetain,
} from '@callboard/messaging';
import { type DecidedDeletions, RetentionService } from '@callboard/recordings';
import { ZadarmaSettingsService } from '@callboard/zadarma';

/** Batches of one job; the next job goes on, so that none runs for long. */
const batchesAtOnce = 10;

/** Takes a retention run some batches further, by the settings as they are now. */
@HandlesJob(recordingsRetain)
export class RecordingsRetainProcessor implements JobHandler<typeof recordingsRetain> {
  constructor(
    private readonly retention: RetentionService,
    private readonly settings: ZadarmaSettingsService,
    private readonly audit: AuditService,
    private readonly producer: JobProducer,
    private readonly bus: LiveBus,
  ) {}

  async handle({ runId }: JobPayload<typeof recordingsRetain>): Promise<JobFacts> {
    const { recordings } = await this.settings.current();
    let deleted = 0;
    for (let batch = 0; batch < batchesAtOnce; batch += 1) {
      const decided = await this.retention.step(runId, recordings);
      if (decided.recordingIds.length === 0) {
        await this.finish(runId, recordings.deleteAtZadarma);
        return { runId, deleted, isOver: true };
      }
      deleted += decided.recordingIds.length;
      await this.follow(decided);
    }
    // Without a queue the upkeep goes on with the run.
    await this.producer.enqueue(recordingsRetain, { runId });
    return { runId, deleted, isOver: false };
  }

  private async follow({ recordingIds, calls }: DecidedDeletions): Promise<void> {
    // Without a queue the sweep finds what is owed.
    await this.producer.enqueueAll(
      recordingsErase,
      recordingIds.map((recordingId) => ({ recordingId })),
    );
    await Promise.all(
      calls.map(({ id, version }) => this.bus.publish({ type: 'call.changed', id, version })),
    );
  }

  private async finish(runId: string, deleteAtZadarma: boolean): Promise<void> {
    await this.retention.finish(runId, async ({ asked, deleted }, manager) => {
      if (!asked && deleted === 0) {
        return;
      }
      await this.audit.record(
        manager,
        { kind: 'system', name: 'retention' },
        {
          action: 'recordings.retained',
          targetType: 'retention_run',
          targetId: runId,
          details: { deleted, deleteAtZadarma },
        },
      );
    });
  }
}
