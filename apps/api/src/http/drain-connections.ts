import type { FastifyInstance } from 'fastify';

/**
 * While the server closes, answers tell their clients to close the connection. Otherwise one that was busy at that
 * moment would be kept alive, and the server would wait for it long after its answer.
 */
export function drainConnections(fastify: FastifyInstance): void {
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) {
      reply.header('connection', 'close');
    }
    done();
  });
}
