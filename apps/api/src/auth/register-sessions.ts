import type { Environment } from '@callboard/platform';
import fastifyCookie from '@fastify/cookie';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

export async function registerSessions(
  app: NestFastifyApplication,
  _environment: Environment,
): Promise<void> {
  await app.register(fastifyCookie);
}
