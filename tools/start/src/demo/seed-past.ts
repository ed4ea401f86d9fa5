import { dataSourceOptions } from '@callboard/database';
import { InboundEvent, Inbox } from '@callboard/zadarma';
import { DataSource } from 'typeorm';
import { pastWeek } from './past-week';

/**
 * Gives a new demo a past. The notifications go into the inbox as if they had come when they say; the worker finds
 * and folds them, so that the calls are made like all others. An inbox that holds anything is left alone.
 */
export async function seedPast(databaseUrl: string): Promise<void> {
  const dataSource = await new DataSource({
    ...dataSourceOptions({ url: databaseUrl, applicationName: 'callboard-demo', poolSize: 1 }),
    entities: [InboundEvent],
  }).initialize();
  try {
    const events = dataSource.getRepository(InboundEvent);
    if (await events.exists()) {
      return;
    }
    const told = pastWeek(new Date(), 'Europe/Warsaw').map((one) => ({ ...one, source: 'webhook' as const }));
    await dataSource.transaction((manager) => new Inbox(events).add(told, manager));
  } finally {
    await dataSource.destroy();
  }
}
