import { setTimeout as pause } from 'node:timers/promises';
import { type DemoUser, demoUsers } from '@callboard/auth';
import type { Contact, Employee, Page, Pbx } from '@callboard/contracts';
import { demoAccount, demoContacts, demoExtensions } from './company';
import type { RestClient } from './rest-client';

const fetchWithin = 60_000;
/** The simulated PBX has a phone for browsers too. */
const widgetScripts = ['loader-phone-lib.js', 'loader-phone-fn.js'];

/** The account the demo's administrator is made with at the very first start. */
export function demoAdministrator(): DemoUser {
  const administrator = demoUsers.find(({ role }) => role === 'admin');
  if (!administrator) {
    throw new Error('The demo has no administrator');
  }
  return administrator;
}

/** Fills in what the demo's company lacks; a company that is complete costs a handful of questions. */
export async function seedCompany(client: RestClient, pbxUrl: string): Promise<void> {
  const administrator = demoAdministrator();
  await client.signIn(administrator.email, administrator.password);
  const employees = await seedEmployees(client);
  await client.write('PUT', '/settings/zadarma', {
    url: pbxUrl,
    key: demoAccount.key,
    secret: demoAccount.secret,
    timeZone: 'Europe/Warsaw',
    defaultCountry: 'PL',
    routing: { enabled: true, returnTimeoutSeconds: 20, onlyWhenOnline: false },
    webrtc: { scriptUrls: widgetScripts.map((file) => `${pbxUrl}/webphoneWebRTCWidget/v9/js/${file}`) },
  });
  await seedContacts(client, employees);
  await seedExtensions(client, employees);
}

const localPart = (email: string): string => email.split('@')[0] ?? email;

/** @returns ids by the local part of the e-mail. */
async function seedEmployees(client: RestClient): Promise<Map<string, string>> {
  const { items } = await client.get<Page<Employee>>('/employees?limit=200');
  const ids = new Map<string, string>();
  for (const user of demoUsers) {
    const known = items.find(({ email }) => email === user.email);
    const employee = known ?? (await client.write<Employee>('POST', '/employees', user));
    if (employee.name !== user.name) {
      await client.write('PATCH', `/employees/${employee.id}`, { name: user.name });
    }
    ids.set(localPart(user.email), employee.id);
  }
  return ids;
}

async function seedContacts(client: RestClient, employees: ReadonlyMap<string, string>): Promise<void> {
  const { items } = await client.get<Page<Contact>>('/contacts?limit=200');
  const known = new Set(items.map(({ name }) => name));
  for (const { name, company, phones, manager } of demoContacts.filter(
    (contact) => !known.has(contact.name),
  )) {
    await client.write('POST', '/contacts', {
      name,
      company,
      phones: phones.map((number) => ({ number, label: null })),
      managerId: (manager && employees.get(manager)) ?? null,
    });
  }
}

async function seedExtensions(client: RestClient, employees: ReadonlyMap<string, string>): Promise<void> {
  let pbx = await client.get<Pbx>('/pbx');
  if (pbx.extensions.length === 0) {
    await client.write('POST', '/pbx/sync', {});
    pbx = await fetchedPbx(client);
  }
  for (const { number, person } of demoExtensions) {
    const extension = pbx.extensions.find((one) => one.number === number);
    const employeeId = person && employees.get(person);
    if (extension && employeeId && extension.employeeId === null) {
      await client.write('PATCH', `/pbx/extensions/${number}`, { employeeId });
    }
  }
}

async function fetchedPbx(client: RestClient): Promise<Pbx> {
  const deadline = Date.now() + fetchWithin;
  for (;;) {
    const pbx = await client.get<Pbx>('/pbx');
    if (pbx.sync.state === 'done') {
      return pbx;
    }
    if (pbx.sync.state === 'failed' || Date.now() > deadline) {
      throw new Error(`The demo's PBX could not be read: ${pbx.sync.failure?.message ?? 'it took too long'}`);
    }
    await pause(100);
  }
}
