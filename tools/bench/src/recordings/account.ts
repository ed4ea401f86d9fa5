import { AuthModule } from '@callboard/auth';
import { DatabaseModule } from '@callboard/database';
import { createLog, type Environment, PlatformModule } from '@callboard/platform';
import { Inbox, ZadarmaModule, ZadarmaSettingsService } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';

/** The account under measurement, seen from beside the worker. */
export interface Account {
  connect(pbx: { url: string; key: string; secret: string }): Promise<void>;
  /** The calls ended so long ago that their recordings may be asked for. */
  endCalls(pbxCallIds: readonly string[]): Promise<void>;
  /** Recordings by state. */
  states(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}

const minute = 60_000;

@Module({})
class AccountModule {}

/** Opens the account in this process; the worker is another. */
export async function openAccount(environment: Environment): Promise<Account> {
  const app = await NestFactory.createApplicationContext(
    {
      module: AccountModule,
      imports: [
        PlatformModule.forRoot(environment, createLog('bench', 'silent')),
        DatabaseModule.forRoot({ url: environment.DATABASE_URL, applicationName: 'bench' }),
        // For its tables: other rooms' rows refer to employees.
        AuthModule,
        ZadarmaModule,
      ],
    },
    { logger: false, abortOnError: false },
  );
  return {
    connect: async ({ url, key, secret }) => {
      const recordings = { archiveAutomatically: true };
      await app.get(ZadarmaSettingsService, { strict: false }).update({ url, key, secret, recordings });
    },
    endCalls: async (pbxCallIds) => {
      const receivedAt = new Date(Date.now() - minute);
      const events = pbxCallIds.map((id) => ({ source: 'webhook' as const, fields: endOf(id), receivedAt }));
      await app.get(Inbox, { strict: false }).add(events);
    },
    states: async () => {
      const rows = await app
        .get(DataSource)
        .query<{ state: string; count: number }[]>(
          'SELECT state, count(*)::int AS count FROM recordings GROUP BY state',
        );
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
    close: () => app.close(),
  };
}

const endOf = (pbxCallId: string): Record<string, string> => ({
  event: 'NOTIFY_END',
  pbx_call_id: pbxCallId,
  caller_id: '+48600100200',
  called_did: '48221234567',
  call_start: '2026-03-05 10:15:00',
  disposition: 'answered',
  duration: '60',
  is_recorded: '1',
  last_internal: '101',
});
