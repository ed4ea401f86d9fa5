import type { Contact, Employee } from '@callboard/contracts';
import { type ApiClient, eventually } from './api-client';
import type { Stack } from './stack';

/** The employee whose phone is extension 101. */
export const anna = {
  name: 'Anna Nowak',
  email: 'anna@example.com',
  password: 'zielona herbata 12',
  role: 'agent',
};

const customers = [
  { name: 'Jan Kowalski', company: 'ACME sp. z o.o.', phone: '+48600100200' },
  { name: 'Maria Lewandowska', company: 'Piekarnia Pod Lipą', phone: '+48501222333' },
  { name: 'Tomasz Kamiński', company: null, phone: '+48729000111' },
  { name: 'Beata Szymańska-Wróblewska', company: 'Kamienica s.c.', phone: '+48885777666' },
  { name: 'Hurtownia Elektryczna Volt', company: null, phone: '+48226543210' },
];

/** Connects the stack to its simulator and gives it people, extensions and customers, through the REST API alone. */
export async function openForBusiness(stack: Stack, api: ApiClient): Promise<Contact[]> {
  const { url, key, secret } = stack.simulator;
  await expectStatus(200, api.request('PUT', '/settings/zadarma', { url, key, secret }));
  await expectStatus(200, api.request('POST', '/settings/zadarma/webhook', {}));
  const employee = await expectStatus(201, api.request<Employee>('POST', '/employees', anna));
  await expectStatus(202, api.request('POST', '/pbx/sync'));
  await eventually(
    () => api.request<{ sync: { state: string } }>('GET', '/pbx'),
    ({ body }) => body.sync.state === 'done',
  );
  await expectStatus(200, api.request('PATCH', '/pbx/extensions/101', { employeeId: employee.id }));
  const contacts: Contact[] = [];
  for (const { name, company, phone } of customers) {
    const body = { name, company, phones: [{ number: phone }], managerId: employee.id };
    contacts.push(await expectStatus(201, api.request<Contact>('POST', '/contacts', body)));
  }
  return contacts;
}

async function expectStatus<T>(status: number, answer: Promise<{ status: number; body: T }>): Promise<T> {
  const { status: given, body } = await answer;
  if (given !== status) {
    throw new Error(`Expected ${status}, got ${given}: ${JSON.stringify(body)}`);
  }
  return body;
}
