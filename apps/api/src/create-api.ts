import { claimInstallation } from '@callboard/database';
import type { Clock, Environment, Log } from '@callboard/platform';
import { NestLog } from '@callboard/platform';
import { phonePlace, ZadarmaSettingsService } from '@callboard/zadarma';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module';
import { registerSessions } from './auth/register-sessions';
import { acceptBodies } from './http/accept-bodies';
import { drainConnections } from './http/drain-connections';
import { fastifyOptions } from './http/fastify-options';
import { observeRequests } from './http/observe-requests';
import { serveOpenApi } from './http/openapi';
import { protectBrowsers } from './http/protect-browsers';
import { serveWeb } from './http/serve-web';
import { servePhone } from './phone/serve-phone';

/** What a caller of `createApi` may choose. */
export interface ApiOptions {
  /** Folder of the built SPA; without one the API serves no pages. */
  readonly webDirectory?: string;
  readonly clock?: Clock;
  /** Told about every route Fastify gets, before the first request. */
  readonly onRoute?: (route: RouteOptions) => void;
}

/** Paths that do not begin with `/api/v1`. */
const outsidePrefix = ['exec/*path', 'healthz', 'readyz', 'metrics'];

/**
 * Builds the API, ready for `listen` or, in tests, for `inject`. Needs the database.
 *
 * @throws DomainError `installation_mismatch` if the database is a demo's and this is none, or the reverse
 */
export async function createApi(
  environment: Environment,
  log: Log,
  options: ApiOptions = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(fastifyOptions(environment));
  const fastify = adapter.getInstance<FastifyInstance>();
  if (options.onRoute) {
    fastify.addHook('onRoute', options.onRoute);
  }
  observeRequests(adapter, log);
  acceptBodies(fastify);
  drainConnections(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(environment, log, options.clock),
    adapter,
    { logger: new NestLog(log), bodyParser: false, abortOnError: false },
  );
  app.setGlobalPrefix('api/v1', { exclude: outsidePrefix });
  protectBrowsers(app, environment);
  const settings = app.get(ZadarmaSettingsService, { strict: false });
  servePhone(fastify, options.webDirectory, phonePlace(environment), settings);
  await claimInstallation(app.get(DataSource), environment.DEMO);
  await registerSessions(app, environment);
  serveOpenApi(app);
  await serveWeb(fastify, options.webDirectory, settings, log);
  await app.init();
  await fastify.ready();
  return app;
}

/** Builds the API only to describe it: nothing is connected, no request can be answered. */
export async function describeApi(environment: Environment, log: Log): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(environment, log),
    new FastifyAdapter(fastifyOptions(environment)),
    { logger: false, preview: true, abortOnError: false },
  );
  app.setGlobalPrefix('api/v1', { exclude: outsidePrefix });
  return app;
}
