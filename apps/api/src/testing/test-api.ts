import { ApiKeysService, EmployeesService } from '@callboard/auth';
import type { ApiKeyScope, Role } from '@callboard/contracts';
import type { Log } from '@callboard/platform';
import { createTestDatabase, silentLog, testEnvironment } from '@callboard/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { type ApiOptions, createApi } from '../create-api';

/** Everybody who may knock at the API's door. */
export const visitors = ['nobody', 'agent', 'admin', 'readKey', 'writeKey', 'adminKey'] as const;
export type Visitor = (typeof visitors)[number];

/** The API on a database of its own, with one visitor of each kind. */
export interface TestApi {
  readonly app: NestFastifyApplication;
  readonly databaseUrl: string;
  readonly agentId: string;
  readonly adminId: string;
  /** What each visitor sends to be recognised; for specs that need a real connection. */
  readonly headers: Readonly<Record<Visitor, Readonly<Record<string, string>>>>;
  /** Sends a request, by default as the administrator; `payload` becomes JSON. */
  request(method: Method, url: string, options?: RequestAs): Promise<Answer>;
  close(): Promise<void>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Answer = Awaited<ReturnType<NestFastifyApplication['inject']>>;

interface RequestAs {
  readonly as?: Visitor;
  readonly payload?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Resolves with the headers; read or destroy `answer.stream()`. */
  readonly asStream?: boolean;
}

interface TestApiOptions extends ApiOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly log?: Log;
}

/** E-mail and password of the two employees. */
export const people = {
  admin: { email: 'admin@example.com', password: 'an administrator' },
  agent: { email: 'agent@example.com', password: 'an ordinary agent' },
} as const;

/** Without them each start would show a one-time token, whatever its log is told to keep to itself. */
export const withAdministrator = {
  ADMIN_EMAIL: people.admin.email,
  ADMIN_PASSWORD: people.admin.password,
} as const;

/** Starts the API for an integration spec; call `close` when done. */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const environment = testEnvironment({
    DATABASE_URL: database.url,
    ...withAdministrator,
    ...options.variables,
  });
  const app = await createApi(environment, options.log ?? silentLog(), options);
  const [adminId, agentId] = await Promise.all([firstAdministrator(app), hireAgent(app)]);
  const headers: Record<Visitor, Record<string, string>> = {
    nobody: {},
    admin: { cookie: await signIn(app, 'admin') },
    agent: { cookie: await signIn(app, 'agent') },
    readKey: { authorization: await makeKey(app, 'read') },
    writeKey: { authorization: await makeKey(app, 'write') },
    adminKey: { authorization: await makeKey(app, 'admin') },
  };
  return {
    app,
    databaseUrl: database.url,
    adminId,
    agentId,
    headers,
    request: (method, url, { as = 'admin', payload, headers: extra, asStream } = {}) =>
      app.inject({
        method,
        url,
        headers: { ...headers[as], ...extra },
        ...(payload && { payload }),
        payloadAsStream: asStream ?? false,
      }),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

const system = { kind: 'system', name: 'test' } as const;

async function firstAdministrator(app: NestFastifyApplication): Promise<string> {
  const [[row]] = await app
    .get(DataSource)
    .query<[[{ id: string }]]>(`UPDATE employees SET name = 'The admin' WHERE role = 'admin' RETURNING id`);
  return row.id;
}

async function hireAgent(app: NestFastifyApplication): Promise<string> {
  const body = { name: 'The agent', role: 'agent', active: true, ...people.agent } as const;
  return (await app.get(EmployeesService).create(body, system)).id;
}

async function signIn(app: NestFastifyApplication, role: Role): Promise<string> {
  const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: people[role] });
  return String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
}

async function makeKey(app: NestFastifyApplication, scope: ApiKeyScope): Promise<string> {
  return `Bearer ${(await app.get(ApiKeysService).create({ name: scope, scope }, system)).key}`;
}
