import { Transactions } from '@callboard/database';
import { newId } from '@callboard/platform';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  openTestDataSource,
  type TestDatabase,
} from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { AssignmentsRepository } from './assignments.repository';
import { ExtensionAssignmentEntity } from './extension-assignment.entity';
import { ExtensionEntity } from './extension.entity';
import { PbxEntity } from './pbx.entity';
import { PbxRepository } from './pbx.repository';
import { PbxService } from './pbx.service';

let database: TestDatabase;
let dataSource: DataSource;
let pbx: PbxService;
let clock: FakeClock;

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openTestDataSource(database.url, [
    PbxEntity,
    ExtensionEntity,
    ExtensionAssignmentEntity,
    foreignTable('employees'),
  ]);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  clock = new FakeClock();
  pbx = new PbxService(
    new PbxRepository(dataSource.manager),
    new AssignmentsRepository(dataSource.manager),
    new Transactions(dataSource),
    clock,
  );
  await dataSource.query(`TRUNCATE extensions CASCADE`);
  await dataSource.query(`DELETE FROM pbx`);
  await dataSource.query(`INSERT INTO pbx DEFAULT VALUES`);
});

async function addEmployee(name: string): Promise<string> {
  const id = newId();
  await dataSource.query(`INSERT INTO employees (id, name, email, role) VALUES ($1, $2, $3, 'agent')`, [
    id,
    name,
    `${id}@example.com`,
  ]);
  return id;
}

interface Fetched {
  number: string;
  name?: string | null;
  online?: boolean | null;
}

const fetched = (...extensions: Fetched[]) =>
  pbx.applyFetched({
    pbxId: '123456',
    extensions: extensions.map(({ number, name = null, online = null }) => ({ number, name, online })),
  });

const extensionOf = async (number: string) =>
  (await pbx.overview()).extensions.find((extension) => extension.number === number);

describe('PbxService.applyFetched', () => {
  it('adds what is new, in the order of the numbers, and remembers the PBX', async () => {
    await fetched({ number: '1000' }, { number: '101', name: 'Sales', online: true }, { number: '100' });
    expect(await pbx.overview()).toEqual({
      pbxId: '123456',
      sync: { state: 'done', done: 3, total: 3, finishedAt: clock.now().toISOString(), failure: null },
      extensions: [
        expect.objectContaining({ number: '100', name: null, online: null, onlineSeenAt: null }),
        {
          number: '101',
          name: 'Sales',
          active: true,
          online: true,
          onlineSeenAt: clock.now().toISOString(),
          employeeId: null,
          employeeName: null,
        },
        expect.objectContaining({ number: '1000', active: true }),
      ],
    });
  });

  it('marks vanished extensions inactive, revives returning ones and keeps whose they are', async () => {
    const jan = await addEmployee('Jan Kowalski');
    await fetched({ number: '100' }, { number: '101', name: 'Sales' });
    await pbx.assign('101', jan);
    await fetched({ number: '100' });
    expect(await extensionOf('101')).toMatchObject({ active: false, name: 'Sales', employeeId: jan });
    expect(await pbx.extensionsOf(jan)).toEqual([]);
    await fetched({ number: '100' }, { number: '101', name: 'Support' });
    expect(await extensionOf('101')).toMatchObject({ active: true, name: 'Support', employeeId: jan });
    expect(await pbx.extensionsOf(jan)).toEqual(['101']);
  });

  it('deactivates everything when the PBX lists nothing', async () => {
    await fetched({ number: '100' });
    await fetched();
    expect(await extensionOf('100')).toMatchObject({ active: false });
  });

  it('keeps the name and presence it knew when the PBX does not say', async () => {
    await fetched({ number: '100', name: 'Desk', online: true });
    const seen = clock.now().toISOString();
    clock.advance(60_000);
    await fetched({ number: '100' });
    expect(await extensionOf('100')).toMatchObject({ name: 'Desk', online: true, onlineSeenAt: seen });
  });
});

describe('the fetch', () => {
  it('goes from idle over running to done', async () => {
    expect((await pbx.overview()).sync).toEqual({
      state: 'idle',
      done: 0,
      total: 0,
      finishedAt: null,
      failure: null,
    });
    await pbx.startSync();
    await pbx.reportProgress(1, 3);
    expect((await pbx.overview()).sync).toMatchObject({ state: 'running', done: 1, total: 3 });
    await fetched({ number: '100' });
    expect((await pbx.overview()).sync).toMatchObject({ state: 'done', done: 1, total: 1 });
  });

  it('runs once at a time', async () => {
    const attempts = await Promise.allSettled([pbx.startSync(), pbx.startSync(), pbx.startSync()]);
    const refused = attempts.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatchObject({ reason: { code: 'sync_running' } });
  });

  it('may be started anew 5 minutes after its last sign of life, not before', async () => {
    await pbx.startSync();
    clock.advance(4 * 60_000);
    await pbx.reportProgress(1, 9);
    clock.advance(4 * 60_000);
    await expect(pbx.startSync()).rejects.toMatchObject({ code: 'sync_running' });
    clock.advance(2 * 60_000);
    await pbx.startSync();
    expect((await pbx.overview()).sync).toMatchObject({ state: 'running', done: 0, total: 0 });
  });

  it('says why it failed, keeps what was there, and may be started again', async () => {
    await fetched({ number: '100' });
    await pbx.startSync();
    await pbx.failSync('wrong_key', 'Zadarma does not know this key.');
    expect(await pbx.overview()).toMatchObject({
      pbxId: '123456',
      sync: { state: 'failed', failure: { code: 'wrong_key', message: 'Zadarma does not know this key.' } },
      extensions: [{ number: '100', active: true }],
    });
    await pbx.startSync();
    expect((await pbx.overview()).sync).toMatchObject({ state: 'running', failure: null, finishedAt: null });
  });
});

describe('PbxService.assign', () => {
  it('gives an extension its first employee since ever, and asks once for its calls to be folded again', async () => {
    const jan = await addEmployee('Jan Kowalski');
    await fetched({ number: '101' });
    expect(await pbx.assign('101', jan)).toMatchObject({
      number: '101',
      employeeId: jan,
      employeeName: 'Jan Kowalski',
    });
    expect(await pbx.refoldSince('101')).toEqual(clock.now());
    expect(await pbx.refoldsWaiting(clock.now())).toEqual([]);
    expect(await pbx.refoldsWaiting(new Date(clock.now().getTime() + 1))).toEqual(['101']);
    expect(await pbx.assignmentsOf(['101'])).toEqual([
      { extension: '101', employeeId: jan, employeeName: 'Jan Kowalski', validFrom: null, validTo: null },
    ]);
  });

  it('keeps the wish for a refold that came while another was done', async () => {
    const jan = await addEmployee('Jan');
    await fetched({ number: '101' });
    await pbx.assign('101', jan);
    const first = (await pbx.refoldSince('101')) ?? new Date(0);
    clock.advance(1000);
    await pbx.assign('101', null);
    await pbx.refolded('101', first);
    expect(await pbx.refoldSince('101')).toEqual(clock.now());
    await pbx.refolded('101', clock.now());
    expect(await pbx.refoldSince('101')).toBeNull();
  });

  it('ends the former assignment when the extension changes hands', async () => {
    const [jan, ewa] = [await addEmployee('Jan'), await addEmployee('Ewa')];
    await fetched({ number: '101' });
    await pbx.assign('101', jan);
    clock.advance(1000);
    const moment = clock.now();
    await pbx.assign('101', ewa);
    clock.advance(1000);
    await pbx.assign('101', null);
    expect(await pbx.assignmentsOf(['101', '999'])).toEqual([
      { extension: '101', employeeId: jan, employeeName: 'Jan', validFrom: null, validTo: moment },
      { extension: '101', employeeId: ewa, employeeName: 'Ewa', validFrom: moment, validTo: clock.now() },
    ]);
    expect(await extensionOf('101')).toMatchObject({ employeeId: null, employeeName: null });
  });

  it('changes nothing when the extension is theirs already', async () => {
    const jan = await addEmployee('Jan');
    await fetched({ number: '101' });
    await pbx.assign('101', jan);
    clock.advance(1000);
    expect(await pbx.assign('101', jan)).toMatchObject({ employeeId: jan });
    expect(await pbx.assignmentsOf(['101'])).toHaveLength(1);
  });

  it('has exactly one owner after simultaneous assignments', async () => {
    const employees = [await addEmployee('Jan'), await addEmployee('Ewa'), await addEmployee('Ola')];
    await fetched({ number: '101' });
    await Promise.all(employees.map((employee) => pbx.assign('101', employee)));
    const open = (await pbx.assignmentsOf(['101'])).filter(({ validTo }) => validTo === null);
    expect(open).toHaveLength(1);
  });

  it('refuses unknown extensions and employees and changes nothing', async () => {
    const jan = await addEmployee('Jan');
    await fetched({ number: '101' });
    await pbx.assign('101', jan);
    await expect(pbx.assign('102', jan)).rejects.toMatchObject({ code: 'extension_not_found' });
    await expect(pbx.assign('101', newId())).rejects.toMatchObject({ code: 'employee_not_found' });
    expect(await extensionOf('101')).toMatchObject({ employeeId: jan });
  });

  it('lets the table itself refuse two owners at one time', async () => {
    const jan = await addEmployee('Jan');
    await fetched({ number: '101' });
    await pbx.assign('101', jan);
    await expect(
      dataSource.query(
        `INSERT INTO extension_assignments (id, extension, employee_id, valid_from) VALUES ($1, '101', $2, now())`,
        [newId(), jan],
      ),
    ).rejects.toThrow('ex_extension_assignments_one_at_a_time');
  });
});

describe('PbxService.extensionOfManager', () => {
  it('is the lowest active extension the manager has now, with its presence', async () => {
    const jan = await addEmployee('Jan');
    await fetched({ number: '1000' }, { number: '99', online: true }, { number: '101' }, { number: '105' });
    for (const number of ['1000', '101', '105']) {
      await pbx.assign(number, jan);
    }
    expect(await pbx.extensionOfManager(jan)).toEqual({ number: '101', online: null, onlineSeenAt: null });
    await fetched({ number: '1000' }, { number: '105', online: false });
    const found = await new Transactions(dataSource).run((manager) => pbx.extensionOfManager(jan, manager));
    expect(found).toEqual({ number: '105', online: false, onlineSeenAt: clock.now() });
    expect(await pbx.extensionsOf(jan)).toEqual(['105', '1000']);
    expect(await pbx.extensionOfManager(newId())).toBeNull();
  });
});

describe('PbxService.recordPresence', () => {
  it('keeps the latest news, whatever order they come in', async () => {
    await fetched({ number: '101' });
    const at = clock.now();
    await pbx.recordPresence('101', true, at);
    await pbx.recordPresence('101', false, new Date(at.getTime() - 1));
    await pbx.recordPresence('999', true, at);
    expect(await extensionOf('101')).toMatchObject({ online: true, onlineSeenAt: at.toISOString() });
    clock.advance(1);
    await pbx.recordPresence('101', false, clock.now());
    expect(await extensionOf('101')).toMatchObject({ online: false });
  });
});
