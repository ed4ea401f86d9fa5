import { HandlesJob, type JobAttempt, type JobFacts, type JobHandler, pbxSync } from '@callboard/messaging';
import { PbxService } from '@callboard/pbx';
import { DomainError } from '@callboard/platform';
import { PbxFetcher } from '@callboard/zadarma';

/**
 * Fetches the PBX and stores it as a whole at the end, so that a repeated or interrupted attempt changes nothing it
 * did not finish.
 */
@HandlesJob(pbxSync)
export class PbxSyncProcessor implements JobHandler<typeof pbxSync> {
  constructor(
    private readonly fetcher: PbxFetcher,
    private readonly pbx: PbxService,
  ) {}

  async handle(_: object, attempt: JobAttempt): Promise<JobFacts> {
    try {
      await this.pbx.reportProgress(0, 0);
      const fetched = await this.fetcher.fetch((done, total) => this.pbx.reportProgress(done, total));
      await this.pbx.applyFetched(fetched);
      return { extensions: fetched.extensions.length };
    } catch (error) {
      if (attempt.isLast || isPermanent(error)) {
        await this.tellAdministrator(error);
      }
      throw error;
    }
  }

  private async tellAdministrator(error: unknown): Promise<void> {
    const known = error instanceof DomainError ? (error as DomainError) : undefined;
    const message = known?.message ?? 'Something went wrong on our side. The log of the worker says what.';
    try {
      await this.pbx.failSync(known?.code ?? 'internal_error', message);
    } catch {
      // The database is what went wrong; the job fails with the first error, and the fetch counts as dead in a while.
    }
  }
}

const isPermanent = (error: unknown): boolean => error instanceof DomainError && !error.retryable;
