import { dataSourceOptions } from '@callboard/database';
import { InboundEvent } from '@callboard/zadarma';
import { DataSource, type Repository } from 'typeorm';

/** Runs `work` on the demo's inbox, over a connection of its own. */
export async function withInbox<T>(
  databaseUrl: string,
  work: (events: Repository<InboundEvent>) => Promise<T>,
): Promise<T> {
  const dataSource = await new DataSource({
    ...dataSourceOptions({ url: databaseUrl, applicationName: 'callboard-demo', poolSize: 1 }),
    entities: [InboundEvent],
  }).initialize();
  try {
    return await work(dataSource.getRepository(InboundEvent));
  } finally {
    await dataSource.destroy();
  }
}
