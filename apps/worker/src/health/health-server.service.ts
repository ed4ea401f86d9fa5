import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JobProducer } from '@callboard/messaging';
import { ENVIRONMENT, type Environment, LOG, type Log } from '@callboard/platform';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JobMetrics } from './job-metrics.service';

const answerMs = 1_000;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** The worker's only HTTP: whether it lives, whether it can work, and its figures. No personal data. */
@Injectable()
export class HealthServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly server: Server;

  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(LOG) private readonly log: Log,
    private readonly dataSource: DataSource,
    private readonly producer: JobProducer,
    private readonly metrics: JobMetrics,
  ) {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  /** The port it listens on; differs from the configured one if that is 0. */
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { HOST, WORKER_HEALTH_PORT } = this.environment;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(WORKER_HEALTH_PORT, HOST, resolve);
    });
    this.log.debug({ port: this.port }, 'The worker tells its health');
  }

  async onApplicationShutdown(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async serve({ url }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, type, body } = await this.answer(url ?? '/');
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  }

  private async answer(url: string): Promise<Answer> {
    switch (url) {
      case '/healthz':
        return json(200, { status: 'ok' });
      case '/readyz':
        return this.readiness();
      case '/metrics':
        return { status: 200, type: this.metrics.contentType, body: await this.metrics.text() };
      default:
        return json(404, { status: 'not_found' });
    }
  }

  private async readiness(): Promise<Answer> {
    const [database, queue] = await Promise.all([
      this.databaseAnswers(),
      this.producer.isAvailable({ deadlineMs: answerMs }),
    ]);
    return json(database && queue ? 200 : 503, {
      status: database && queue ? 'ok' : 'error',
      database,
      queue,
    });
  }

  private async databaseAnswers(): Promise<boolean> {
    const late = new Promise<boolean>((resolve) => setTimeout(resolve, answerMs, false).unref());
    const answered = this.dataSource.query('SELECT 1').then(
      () => true,
      () => false,
    );
    return Promise.race([answered, late]);
  }
}

const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});
