import { eventually } from './api-client';
import { answeredCall, deliver } from './notifications';

/** What the PBX was told it need not send again. */
export interface Burst {
  /** `<pbx_call_id> <event>` of every notification answered with 200, also of calls that got through only in part. */
  readonly acknowledged: readonly string[];
  /** All answers to notifications, with the time each took. */
  readonly answers: readonly Answer[];
}

type Answer = Awaited<ReturnType<typeof deliver>>;

/** Enough to have something in every stage of the way when a process ends. */
const least = 40;
const senders = 4;

/**
 * Sends calls over four lines at once. As soon as forty notifications are acknowledged it lets `happen` happen, goes on
 * meanwhile (slower once the burst is out, so that a slow start does not drown), and ends when forty more are
 * acknowledged after it.
 */
export async function burstAround(url: string, happen: () => Promise<void>): Promise<Burst> {
  const acknowledged: string[] = [];
  const answers: Answer[] = [];
  let over = false;
  const send = async (): Promise<void> => {
    while (!over) {
      const { notifications } = answeredCall(`+48600${Math.random().toFixed(6).slice(2)}`);
      for (const fields of notifications) {
        const answer = await deliver(url, fields).catch(() => undefined);
        answers.push(...(answer ? [answer] : []));
        acknowledged.push(...(answer?.status === 200 ? [`${fields.pbx_call_id} ${fields.event}`] : []));
        await new Promise((resolve) => setTimeout(resolve, acknowledged.length < 3 * least ? 20 : 200));
      }
    }
  };
  const sending = Promise.all(Array.from({ length: senders }, send));
  const count = (): Promise<number> => Promise.resolve(acknowledged.length);
  try {
    await eventually(count, (number) => number >= least);
    await happen();
    const before = acknowledged.length;
    await eventually(count, (number) => number >= before + least);
  } finally {
    over = true;
    await sending;
  }
  return { acknowledged, answers };
}
