import { silentLog, testEnvironment } from '@callboard/testing';
import { describeApi } from '../create-api';
import { createOpenApiDocument } from './openapi';

describe('the description of the API', () => {
  it('can be made without a database, and is complete', async () => {
    const app = await describeApi(
      testEnvironment({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }),
      silentLog(),
    );
    const document = createOpenApiDocument(app);
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/v1/auth/login', '/api/v1/employees/{id}', '/api/v1/contacts']),
    );
    const referred = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)];
    const known = Object.keys(document.components?.schemas ?? {});
    expect(referred.length).toBeGreaterThan(10);
    expect(referred.map(([, name = '']) => name).filter((name) => !known.includes(name))).toEqual([]);
    const refusal = document.paths['/api/v1/employees']?.get?.responses['4XX'];
    expect(refusal).toMatchObject({
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    });
    const bodyOf = (path: string) => document.paths[`/api/v1/${path}`]?.post?.requestBody;
    expect(bodyOf('settings/zadarma/webhook')).toMatchObject({ required: false });
    expect(bodyOf('contacts')).toMatchObject({ required: true });
    const open = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, operation]) =>
        'security' in operation ? [`${method} ${path} ${JSON.stringify(operation.security)}`] : [],
      ),
    );
    expect(open.sort()).toEqual([
      'get /api/v1/setup []',
      'post /api/v1/auth/login []',
      'post /api/v1/auth/logout []',
      'post /api/v1/setup []',
    ]);
    expect(JSON.stringify(document)).not.toContain('x-public');
    await app.close();
  });
});
