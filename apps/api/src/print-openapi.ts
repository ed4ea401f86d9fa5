// A program of its own: writes the OpenAPI description to standard output. Needs neither database nor network.
import { createLog, parseEnvironment } from '@callboard/platform';
import { describeApi } from './create-api';
import { createOpenApiDocument } from './http/openapi';

const environment = parseEnvironment({
  DATABASE_URL: 'postgres://nobody@localhost/nothing',
  APP_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
});
const app = await describeApi(environment, createLog('openapi', 'silent'));
process.stdout.write(`${JSON.stringify(createOpenApiDocument(app), null, 2)}\n`, () => process.exit(0));
