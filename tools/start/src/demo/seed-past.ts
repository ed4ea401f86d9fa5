import { Inbox } from '@callboard/zadarma';
import { withInbox } from './demo-inbox';
import { pastWeek } from './past-week';

/**
 * Gives a new demo a past. The notifications go into the inbox as if they had come when they say; the worker finds
 * and folds them, so that the calls are made like all others. An inbox that holds anything is left alone.
 */
export async function seedPast(databaseUrl: string): Promise<void> {
  await withInbox(databaseUrl, async (events) => {
    if (await events.exists()) {
      return;
    }
    const told = pastWeek(new Date(), 'Europe/Warsaw').map((one) => ({ ...one, source: 'webhook' as const }));
    await events.manager.transaction((manager) => new Inbox(events).add(told, manager));
  });
}
