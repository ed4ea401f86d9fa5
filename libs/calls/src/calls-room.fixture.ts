import { ContactsService } from '@callboard/contacts';
import type { Contact } from '@callboard/contracts';
import { DatabaseModule, Transactions } from '@callboard/database';
import { type Clock, createLog, type Environment, newId, PlatformModule } from '@callboard/platform';
import { PbxService } from '@callboard/pbx';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CallRequestFollower } from './requests/call-request-follower.service';
import type { ChangedCallRequest } from './requests/call-requests.repository';
import { CallRequestsService } from './requests/call-requests.service';
import { CallsModule } from './calls.module';
import { CallsService } from './calls.service';
import type { CallEvent } from './fold/call-event';
import type { ProjectionResult } from './projection/call-projector.service';
import { RoutingService } from './routing/routing.service';

/** The room of calls with its neighbours on a database of its own. */
export interface CallsRoom {
  readonly calls: CallsService;
  readonly requests: CallRequestsService;
  readonly routing: RoutingService;
  readonly pbx: PbxService;
  readonly dataSource: DataSource;
  /** Projects in a transaction of its own. */
  project(pbxCallId: string, events: readonly CallEvent[], zone?: string): Promise<ProjectionResult>;
  /** Projects, and lets the wish it came from know, as the worker does. */
  follow(pbxCallId: string, events: readonly CallEvent[]): Promise<ChangedCallRequest | null>;
  /** An employee who has the extensions since ever. */
  hire(name: string, ...extensions: string[]): Promise<string>;
  /** A contact with numbers; no calls are matched again. */
  meet(name: string, numbers: string[], fields?: { company?: string; managerId?: string }): Promise<Contact>;
  close(): Promise<void>;
}

/** @param foreignTables tables that other rooms' foreign keys refer to */
export async function openCallsRoom(
  environment: Environment,
  clock: Clock,
  foreignTables: (new () => unknown)[],
): Promise<CallsRoom> {
  const module = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot(environment, createLog('test', 'silent'), clock),
      DatabaseModule.forRoot({ url: environment.DATABASE_URL, applicationName: 'test' }),
      TypeOrmModule.forFeature(foreignTables),
      CallsModule,
    ],
  }).compile();
  const dataSource = module.get(DataSource);
  const pbx = module.get(PbxService, { strict: false });
  const calls = module.get(CallsService);
  const follower = module.get(CallRequestFollower);
  const context = { zone: 'Europe/Warsaw' };
  return {
    calls,
    requests: module.get(CallRequestsService),
    follow: (pbxCallId, events) =>
      module.get(Transactions, { strict: false }).run(async (manager) => {
        await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`call:${pbxCallId}`]);
        const { callId } = await calls.project(pbxCallId, events, manager, context);
        return follower.follow({ pbxCallId, callId }, events, manager, context);
      }),
    pbx,
    dataSource,
    routing: module.get(RoutingService),
    project: (pbxCallId, events, zone = 'Europe/Warsaw') =>
      module
        .get(Transactions, { strict: false })
        .run((manager) => calls.project(pbxCallId, events, manager, { zone })),
    hire: (name, ...extensions) => hire(dataSource, pbx, name, extensions),
    meet: async (
      name,
      numbers,
      { company = null, managerId = null }: { company?: string | null; managerId?: string | null } = {},
    ) => {
      const phones = numbers.map((number) => ({ number, label: null }));
      const contacts = module.get(ContactsService, { strict: false });
      return (await contacts.create({ name, company, managerId, phones }, 'PL')).contact;
    },
    close: () => module.close(),
  };
}

async function hire(
  dataSource: DataSource,
  pbx: PbxService,
  name: string,
  extensions: readonly string[],
): Promise<string> {
  const id = newId();
  await dataSource.query(`INSERT INTO employees (id, name, email, role) VALUES ($1, $2, $3, 'agent')`, [
    id,
    name,
    `${id}@example.com`,
  ]);
  for (const extension of extensions) {
    await dataSource.query(
      `INSERT INTO extensions (number, active) VALUES ($1, true) ON CONFLICT DO NOTHING`,
      [extension],
    );
    await pbx.assign(extension, id);
  }
  return id;
}
