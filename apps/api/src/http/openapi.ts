import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { problem } from '@callboard/contracts';
import { sessionCookie } from '../auth/register-sessions';
import { PUBLIC_OPERATION } from './access';

/** The OpenAPI 3.1 description of the REST interface, made from the same schemas that check requests. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Callboard')
    .setDescription(
      'Calls, contacts and people of a company on a Zadarma PBX. Sign in with a session cookie, or send an API key ' +
        'as `Authorization: Bearer <key>`. Errors are `application/problem+json` with a stable `code`.',
    )
    .setVersion('1')
    .addCookieAuth(
      sessionCookie(false).name,
      { type: 'apiKey', in: 'cookie', description: `Over https \`${sessionCookie(true).name}\`.` },
      'session',
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'apiKey')
    .addSecurityRequirements('session')
    .addSecurityRequirements('apiKey')
    .addGlobalResponse({ status: '4XX', description: 'A problem', standardSchema: problem })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const operations = operationsOf(document);
  operations.forEach(nameProblemType);
  operations.forEach(openToAnybody);
  operations.forEach(letBodyBeAbsent);
  return document;
}

interface Operation {
  readonly requestBody?: { required?: boolean; content?: Record<string, { schema?: object }> };
  readonly responses?: Record<string, { content?: object }>;
  security?: Record<string, string[]>[];
  [PUBLIC_OPERATION]?: boolean;
}

function operationsOf({ paths }: OpenAPIObject): Operation[] {
  return Object.values(paths).flatMap((path) => Object.values(path as Record<string, Operation>));
}

/** The generator writes `application/json` for every answer; problems have a type of their own. */
function nameProblemType({ responses }: Operation): void {
  const response = responses?.['4XX'];
  if (response?.content && 'application/json' in response.content) {
    response.content = { 'application/problem+json': response.content['application/json'] };
  }
}

/** What holds for the whole API, session or key, does not hold for public operations. */
function openToAnybody(operation: Operation): void {
  if (operation[PUBLIC_OPERATION]) {
    delete operation[PUBLIC_OPERATION];
    operation.security = [];
  }
}

/** The generator requires every body, also one that has a default of its own. */
function letBodyBeAbsent({ requestBody }: Operation): void {
  const schema = requestBody?.content?.['application/json']?.schema;
  if (requestBody && schema && 'default' in schema) {
    requestBody.required = false;
  }
}

/** Serves the description at `/api/openapi.json` and for reading at `/api/docs`. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => createOpenApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Callboard API',
  });
}
