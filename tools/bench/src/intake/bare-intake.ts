// The yardstick: the least a server can do that keeps an event and queues its work. No signature, no validation.
import { parse } from 'node:querystring';
import { createPostgresBackend, Queue, setDefaultBackendFactory } from 'bullmq';
import Fastify from 'fastify';
import pg from 'pg';

const { DATABASE_URL: databaseUrl = '', REDIS_URL: redisUrl = '' } = process.env;

if (!redisUrl) {
  setDefaultBackendFactory(createPostgresBackend);
}
const connection = redisUrl ? { url: redisUrl } : { connectionString: databaseUrl, migrate: true };
const queue = new Queue('bare', { connection });
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
await pool.query(
  `CREATE TABLE IF NOT EXISTS bare_events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea, fields jsonb, received_at timestamptz DEFAULT now())`,
);

const server = Fastify();
server.addContentTypeParser(
  'application/x-www-form-urlencoded',
  { parseAs: 'buffer' },
  (_request, body, done) => done(null, body),
);
server.post('/exec/Zadarma.notify', async (request) => {
  const body = request.body as Buffer;
  const { rows } = await pool.query<{ id: string }>(
    'INSERT INTO bare_events (body, fields) VALUES ($1, $2) RETURNING id',
    [body, JSON.stringify(parse(body.toString()))],
  );
  await queue.add('event', { inboundEventId: rows[0]?.id });
  return {};
});
const address = await server.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 0) });
process.stdout.write(`listening ${address}\n`);
