import { join, relative } from 'node:path';
import { freePort } from '@callboard/platform';
import { readableLine } from './child-log';
import { encryptionKey, holdDataDirectory } from './data-directory';
import { migrateDatabase, type RunningDatabase, startDatabase } from './database';
import { Demo } from './demo/demo';
import type { StartPlan } from './plan-start';
import { choosePorts, type Ports } from './ports';
import { Supervisor } from './supervisor';

const root = join(import.meta.dirname, '../../..');

/** One run of `npm start`, from the plan to the end of its last child. */
export class Launch {
  private readonly supervisor: Supervisor;
  private database: RunningDatabase | undefined;
  private ending: Promise<void> | undefined;

  constructor(private readonly plan: StartPlan) {
    this.supervisor = new Supervisor({
      line: (name, line) =>
        console.log(this.plan.demo || process.stdout.isTTY ? readableLine(name, line) : line),
      notice: (text) => this.notice(text),
      giveUp: (reason) => void this.fail(reason),
    });
  }

  /** Starts everything; returns when it is ready. */
  async run(): Promise<void> {
    const { plan, supervisor } = this;
    const ports = await choosePorts(plan, (text) => this.notice(text));
    const databaseUrl = await this.openDatabase();
    await migrateDatabase(databaseUrl, plan.demo, (text) => this.notice(text));
    const variables = this.childVariables(databaseUrl, ports);
    const publicUrl = variables.PUBLIC_URL;
    const apiUrl = `http://${ports.apiHost}:${ports.api}`;
    const demo = plan.demo
      ? new Demo({ root, databaseUrl, apiUrl, publicUrl, simulatorPort: await freePort() })
      : undefined;
    await Promise.all([
      supervisor.start({
        name: 'api',
        script: join(root, 'apps/api/dist/main.js'),
        environment: { ...variables, ...demo?.variables() },
        readyUrl: `${apiUrl}/readyz`,
      }),
      supervisor.start({
        name: 'worker',
        script: join(root, 'apps/worker/dist/main.js'),
        environment: variables,
        readyUrl: `http://127.0.0.1:${ports.workerHealth}/readyz`,
      }),
      ...(demo ? [supervisor.start(demo.simulator(variables))] : []),
    ]);
    await demo?.open();
    this.announce(publicUrl);
  }

  /** Ends all children and the database; calling it again waits for the same end. */
  end(): Promise<void> {
    this.ending ??= this.endAll();
    return this.ending;
  }

  /** Ends everything because of a failure and exits with code 1; a failure while ending is not one. */
  async fail(reason: string): Promise<void> {
    if (this.ending) {
      return;
    }
    console.error(`Callboard cannot run: ${reason}`);
    await this.end();
    process.exit(1);
  }

  private async openDatabase(): Promise<string> {
    if (!this.plan.embeddedDatabase) {
      return this.plan.environment.DATABASE_URL;
    }
    const events = {
      notice: (text: string) => this.notice(text),
      giveUp: (reason: string) => void this.fail(reason),
    };
    await holdDataDirectory(this.plan.dataDir);
    this.database = await startDatabase(this.plan.dataDir, events);
    return this.database.url;
  }

  private childVariables(databaseUrl: string, ports: Ports): Record<string, string> & { PUBLIC_URL: string } {
    const { plan } = this;
    const { environment } = plan;
    const ownKey = plan.embeddedDatabase && !process.env.APP_ENCRYPTION_KEY;
    const given = Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || plan.ignored.includes(name) ? [] : [[name, value] as const],
    );
    return {
      ...Object.fromEntries(given),
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      DATA_DIR: plan.dataDir,
      DEMO: String(plan.demo),
      HOST: environment.HOST,
      PORT: String(ports.api),
      WORKER_HEALTH_PORT: String(ports.workerHealth),
      PUBLIC_URL: environment.PUBLIC_URL.replace(/:0$/, `:${ports.api}`),
      LOG_LEVEL: environment.LOG_LEVEL,
      PBX_URL_ALLOW_PRIVATE: String(environment.PBX_URL_ALLOW_PRIVATE),
      APP_ENCRYPTION_KEY: ownKey || plan.demo ? encryptionKey(plan.dataDir) : environment.APP_ENCRYPTION_KEY,
    };
  }

  private announce(url: string): void {
    if (this.ending) {
      return;
    }
    if (this.plan.demo) {
      const inside = relative('.', this.plan.dataDir);
      const place = inside.startsWith('..') ? this.plan.dataDir : inside;
      console.log(
        `This is the demo: an invented company on a simulated PBX, kept in ${place}.\n` +
          'The sign-in page offers its people. For your own PBX: DEMO=false npm start',
      );
    }
    console.log(`Callboard is ready on ${url}`);
  }

  private notice(text: string): void {
    if (!this.ending) {
      console.log(text);
    }
  }

  private async endAll(): Promise<void> {
    await this.supervisor.stop();
    await this.database?.stop();
  }
}
