import { Counter } from 'prom-client';
import type { FormFields } from '../webhook/parse-form';
import { type IntakeStore, longestStoreMs } from './intake-store';
import { withoutNul } from './new-inbound-event';
import type { RefusalReason } from './refused-delivery.entity';

const writesPerSecond = 5;
const bytesKept = 2_048;

/** For the process's own registry of figures. */
export const refusedDeliveriesCounter = new Counter({
  name: 'callboard_refused_deliveries_total',
  help: 'Webhook deliveries that were not believed.',
  labelNames: ['reason'],
  registers: [],
});

/** A delivery we do not take in. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly receivedAt: Date;
  readonly body: Buffer;
  readonly contentType?: string;
  readonly fields?: FormFields;
  /** How long keeping it may take. */
  readonly withinMs?: number;
}

const shortened = (text: string | undefined, length: number): string | null =>
  text ? withoutNul(text).slice(0, length) : null;

/** Keeps some of what was refused and counts all of it, so that a stranger cannot fill the database. */
export class RefusedDeliveries {
  private second = 0;
  private written = 0;

  constructor(private readonly store: IntakeStore) {}

  /** Counts the delivery and, at most five times a second, keeps it. Never fails. */
  async add({
    reason,
    receivedAt,
    body,
    contentType,
    fields,
    withinMs = longestStoreMs,
  }: Refusal): Promise<void> {
    refusedDeliveriesCounter.inc({ reason });
    if (!this.mayWrite(receivedAt)) {
      return;
    }
    await this.store.insertRefused(
      {
        reason,
        event: shortened(fields?.event, 64),
        pbxCallId: shortened(fields?.pbx_call_id, 128),
        contentType: shortened(contentType, 200),
        body: body.subarray(0, bytesKept),
        receivedAt,
      },
      withinMs,
    );
  }

  private mayWrite(receivedAt: Date): boolean {
    const second = Math.floor(receivedAt.getTime() / 1_000);
    if (second !== this.second) {
      this.second = second;
      this.written = 0;
    }
    this.written += 1;
    return this.written <= writesPerSecond;
  }
}
