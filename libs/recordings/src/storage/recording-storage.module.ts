import { join } from 'node:path';
import { Clock, ENVIRONMENT, type Environment, LOG, type Log } from '@callboard/platform';
import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DiskRecordingStore } from './disk-recording-store';
import { RECORDING_STORE, type RecordingStore } from './recording-store.port';

/** The store that the configuration chose; Amazon's SDK is loaded only where it is used. */
async function chooseStore(environment: Environment): Promise<RecordingStore> {
  const { S3_BUCKET, S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = environment;
  if (!S3_BUCKET) {
    return new DiskRecordingStore(join(environment.DATA_DIR, 'recordings'));
  }
  const { S3RecordingStore } = await import('./s3-recording-store');
  return new S3RecordingStore({
    bucket: S3_BUCKET,
    region: S3_REGION ?? 'us-east-1',
    ...(S3_ENDPOINT && { endpoint: S3_ENDPOINT }),
    ...(S3_ACCESS_KEY_ID &&
      S3_SECRET_ACCESS_KEY && {
        credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
      }),
  });
}

/** A process that was killed in mid-download starts again before its leftover is old enough to be nobody's. */
const lookEveryMs = 15 * 60_000;

/** Where audio is kept. Needs the global platform module. */
@Module({
  providers: [{ provide: RECORDING_STORE, useFactory: chooseStore, inject: [ENVIRONMENT] }],
  exports: [RECORDING_STORE],
})
export class RecordingStorageModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(RECORDING_STORE) private readonly store: RecordingStore & Partial<StoreUpkeep>,
    @Inject(LOG) private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    void this.look();
    this.timer = setInterval(() => void this.look(), lookEveryMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.store.close?.();
  }

  /** Beside the start: a store that does not answer must not keep calls from being taken. */
  private async look(): Promise<void> {
    try {
      await this.store.check?.();
      const removed = (await this.store.tidy?.(this.clock.now())) ?? 0;
      if (removed > 0) {
        this.log.info({ removed }, 'Removed what interrupted downloads of recordings left behind');
      }
    } catch (error) {
      this.log.warn(
        { err: error },
        'The storage of recordings does not answer; calls are taken all the same',
      );
    }
  }
}

/** What one kind of store needs and the other does not. */
interface StoreUpkeep {
  check(): Promise<void>;
  tidy(now: Date): Promise<number>;
  close(): void;
}
