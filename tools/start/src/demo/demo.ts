import { join } from 'node:path';
import type { ProcessSpec } from '../supervisor';
import { demoAccount, demoContacts, demoExtensions } from './company';
import { endLostCalls } from './lost-calls';
import { RestClient } from './rest-client';
import { demoAdministrator, seedCompany } from './seed-company';
import { seedPast } from './seed-past';

/** Where the demo's parts find each other. */
export interface DemoPlace {
  readonly root: string;
  readonly databaseUrl: string;
  /** The API on this machine. */
  readonly apiUrl: string;
  /** The API as people address it. */
  readonly publicUrl: string;
  readonly simulatorPort: number;
}

/** Lively, and yet the phone of whoever looks around is free more often than not. */
const pace = { pauseSeconds: [20, 60], talkSeconds: [15, 60] };

/** The invented company: its simulated PBX, its people and customers, its past week and its present day. */
export class Demo {
  private readonly pbxUrl: string;
  private dayHasBegun = false;

  constructor(private readonly place: DemoPlace) {
    this.pbxUrl = `http://127.0.0.1:${place.simulatorPort}`;
  }

  /** What the API needs to know beside its usual variables. */
  variables(): Record<string, string> {
    const { email, password } = demoAdministrator();
    return { ADMIN_EMAIL: email, ADMIN_PASSWORD: password };
  }

  /**
   * The simulated PBX. It forgets everything when it ends, so a restarted one begins its day anew, and makes the
   * recordings of earlier days again when somebody wants to hear them.
   */
  simulator(environment: Readonly<Record<string, string>>): ProcessSpec {
    const { root, publicUrl, simulatorPort } = this.place;
    return {
      name: 'pbx',
      quiet: true,
      script: join(root, 'tools/zadarma-sim/dist/main.js'),
      parameters: [
        ...['--port', String(simulatorPort), '--zone', 'Europe/Warsaw'],
        ...['--key', demoAccount.key, '--secret', demoAccount.secret, '--pbx-id', String(demoAccount.pbxId)],
        ...['--extensions', demoExtensions.map(({ number, name }) => `${number}=${name}`).join(',')],
        ...['--online', demoExtensions.flatMap(({ number, person }) => (person ? [number] : [])).join(',')],
        ...['--domains', new URL(publicUrl).hostname],
        ...['--webhook', `${publicUrl}/exec/Zadarma.notify`],
        '--invent-recordings',
      ],
      environment,
      readyUrl: `${this.pbxUrl}/_control/health`,
      whenReady: () => (this.dayHasBegun ? this.beginDay() : Promise.resolve()),
    };
  }

  /** Completes the company and lets its phones ring. */
  async open(): Promise<void> {
    const client = new RestClient(this.place.apiUrl, this.place.publicUrl);
    await seedCompany(client, this.pbxUrl);
    await seedPast(this.place.databaseUrl);
    await this.beginDay();
    this.dayHasBegun = true;
  }

  private async beginDay(): Promise<void> {
    await endLostCalls(this.place.databaseUrl);
    const callers = demoContacts.flatMap(({ phones }) => phones);
    await this.control('PUT', 'behaviour', { busyWhileTalking: true });
    await this.control('POST', 'working-day', { callers, ...pace });
  }

  private async control(method: string, path: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.pbxUrl}/_control/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`The simulated PBX refuses ${path}: ${await response.text()}`);
    }
  }
}
