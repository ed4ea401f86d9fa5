import { CallsModule, CallsService } from '@callboard/calls';
import { ChangedNumbers, ContactsModule, ContactsService } from '@callboard/contacts';
import { DatabaseModule } from '@callboard/database';
import { type JobBookmark, LiveBus, type LiveMessage } from '@callboard/messaging';
import { newId, PlatformModule } from '@callboard/platform';
import { PbxModule, PbxService } from '@callboard/pbx';
import { RecordingsModule } from '@callboard/recordings';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  silentLog,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { Inbox, ZadarmaModule, ZadarmaSettingsService } from '@callboard/zadarma';
import { Test, type TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CallAnnouncer } from '../zadarma-events/call-announcer.service';
import { CallFollowers } from '../zadarma-events/call-followers.service';
import { CallUpdater } from '../zadarma-events/call-updater.service';
import { RefoldProcessor } from './refold.processor';
import { RematchProcessor } from './rematch.processor';

let database: TestDatabase;
let worker: TestingModule;
let clock: FakeClock;
const published: LiveMessage[] = [];

beforeEach(async () => {
  published.length = 0;
  clock = new FakeClock();
  database = await createTestDatabase();
  const environment = testEnvironment({ DATABASE_URL: database.url });
  worker = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot(environment, silentLog(), clock),
      DatabaseModule.forRoot({ url: database.url, applicationName: 'test' }),
      TypeOrmModule.forFeature(['employees', 'api_keys'].map(foreignTable)),
      CallsModule,
      RecordingsModule,
      ContactsModule,
      PbxModule,
      ZadarmaModule,
    ],
    providers: [
      RematchProcessor,
      RefoldProcessor,
      CallFollowers,
      CallUpdater,
      CallAnnouncer,
      { provide: LiveBus, useValue: { publish: (message: LiveMessage) => published.push(message) } },
    ],
  }).compile();
  await worker.init();
});

afterEach(async () => {
  await worker.close();
  await database.drop();
});

/** Tells the inbox of a call that rings an extension, and projects it. */
async function ring(pbxCallId: string, extension: string): Promise<void> {
  const fields = {
    event: 'NOTIFY_INTERNAL',
    pbx_call_id: pbxCallId,
    call_start: '2026-03-05 10:15:00',
    caller_id: '+48600100200',
    called_did: '48221234567',
    internal: extension,
  };
  await worker.get(Inbox).add([{ source: 'webhook', fields, receivedAt: new Date('2026-03-05T09:15:00Z') }]);
  await worker.get(CallUpdater).bringUpToDate(pbxCallId, 'if_something_is_new');
}

async function calls() {
  const { items } = await worker.get(CallsService).list({ limit: 10 }, null, 'PL');
  return new Map(items.map((item) => [item.pbxCallId, item]));
}

async function hire(name: string): Promise<string> {
  const id = newId();
  const dataSource = worker.get(DataSource);
  await dataSource.query(`INSERT INTO employees (id, name, email, role) VALUES ($1, $2, $3, 'agent')`, [
    id,
    name,
    `${id}@example.com`,
  ]);
  await dataSource.query(`INSERT INTO extensions (number, active) VALUES ('101', true)`);
  return id;
}

/** Kept with the job, as by the queue. */
class Bookmark implements JobBookmark {
  private place: object | undefined;

  read(): unknown {
    return this.place;
  }

  leave(place: object): Promise<void> {
    this.place = place;
    return Promise.resolve();
  }
}

const refold = (extension: string | null, bookmark = new Bookmark()) =>
  worker.get(RefoldProcessor).handle({ extension }, { number: 1, isLast: false }, bookmark);

describe('RefoldProcessor', () => {
  it('gives the calls of an extension to its first employee, and announces just those', async () => {
    await ring('in_1', '101');
    await ring('in_2', '102');
    const anna = await hire('Anna');
    await worker.get(PbxService).assign('101', anna);
    expect(await refold('101')).toEqual({ extension: '101', folded: 1, changed: 1 });
    const after = await calls();
    expect(after.get('in_1')).toMatchObject({ employeeId: anna, version: 2 });
    expect(after.get('in_2')).toMatchObject({ employeeId: null, version: 1 });
    expect(await worker.get(PbxService).refoldSince('101')).toBeNull();
    expect(published).toEqual([{ type: 'call.changed', id: after.get('in_1')?.id, version: 2 }]);
    expect(await refold(null)).toEqual({ extension: null, folded: 2, changed: 0 });
  });
});

describe('RefoldProcessor after a worker died', () => {
  beforeEach(async () => {
    for (const id of ['in_1', 'in_2', 'in_3']) {
      await ring(id, '101');
    }
  });

  const folded = async (extension: string | null, bookmark: Bookmark): Promise<unknown> =>
    (await refold(extension, bookmark)).folded;

  it('goes on where it had come to', async () => {
    const bookmark = new Bookmark();
    expect(await folded(null, bookmark)).toBe(3);
    expect(bookmark.read()).toEqual({ askedFor: 'Europe/Warsaw PL', after: 'in_3' });
    expect(await folded(null, bookmark)).toBe(0);
    await bookmark.leave({ askedFor: 'Europe/Warsaw PL', after: 'in_1' });
    expect(await folded(null, bookmark)).toBe(2);
  });

  it('begins anew when times are read by another zone meanwhile, or another version left the place', async () => {
    const bookmark = new Bookmark();
    await bookmark.leave({ askedFor: 'Europe/Riga PL', after: 'in_2' });
    expect(await folded(null, bookmark)).toBe(3);
    await bookmark.leave({ page: 2 });
    expect(await folded(null, bookmark)).toBe(3);
  });

  it('begins anew when the extension was given to somebody else meanwhile', async () => {
    const pbx = worker.get(PbxService);
    const bookmark = new Bookmark();
    await pbx.assign('101', await hire('Anna'));
    const askedFor = (await pbx.refoldSince('101'))?.toISOString();
    await bookmark.leave({ askedFor, after: 'in_2' });
    expect(await folded('101', bookmark)).toBe(1);
    clock.advance(1_000);
    await pbx.assign('101', null);
    expect(await folded('101', bookmark)).toBe(3);
  });
});

describe('RefoldProcessor where one call cannot be folded', () => {
  it('folds the others, and fails so that somebody hears of it', async () => {
    await ring('in_1', '101');
    await ring('in_2', '101');
    await ring('in_3', '101');
    const bookmark = new Bookmark();
    const anna = await hire('Anna');
    await worker.get(PbxService).assign('101', anna);
    await worker.get(DataSource).query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON calls FOR EACH ROW WHEN (OLD.pbx_call_id = 'in_2')
        EXECUTE FUNCTION refuse()`);
    const refolding = refold('101', bookmark);
    await expect(refolding).rejects.toThrow(
      '1 of 3 calls could not be folded again, the first of them in_2: ',
    );
    expect(bookmark.read()).toBeUndefined();
    const after = await calls();
    expect(['in_1', 'in_2', 'in_3'].map((id) => after.get(id)?.employeeId)).toEqual([anna, null, anna]);
  });
});

describe('RefoldProcessor after another time zone', () => {
  it('moves every call to the moment its wall clock now means', async () => {
    await ring('in_1', '101');
    expect((await calls()).get('in_1')?.startedAt).toBe('2026-03-05T09:15:00.000Z');
    const { refoldNeeded } = await worker
      .get(ZadarmaSettingsService, { strict: false })
      .update({ timeZone: 'Europe/London' });
    expect(refoldNeeded).toBe(true);
    const facts = await refold(null);
    expect(facts).toEqual({ extension: null, folded: 1, changed: 1 });
    const after = (await calls()).get('in_1');
    expect(after).toMatchObject({ startedAt: '2026-03-05T10:15:00.000Z', version: 2 });
    expect(published).toEqual([{ type: 'call.changed', id: after?.id, version: 2 }]);
  });
});

describe('RematchProcessor', () => {
  it('finds the contact of earlier calls, and announces what changed', async () => {
    await ring('in_1', '101');
    const body = {
      name: 'Jan',
      company: null,
      managerId: null,
      phones: [{ number: '600100200', label: null }],
    };
    const { changedNumbers } = await worker.get(ContactsService, { strict: false }).create(body, 'PL');
    const processor = worker.get(RematchProcessor);
    expect(await processor.handle({ numbers: changedNumbers })).toEqual({ numbers: 1, changed: 1 });
    const call = (await calls()).get('in_1');
    expect(call).toMatchObject({ contactName: 'Jan', version: 2 });
    expect(published).toEqual([{ type: 'call.changed', id: call?.id, version: 2 }]);
    expect(await processor.handle({ numbers: changedNumbers })).toEqual({ numbers: 1, changed: 0 });
    const changed = worker.get(ChangedNumbers, { strict: false });
    expect(await changed.waiting(new Date(Date.now() + 60_000), 10)).toEqual([]);
  });
});
