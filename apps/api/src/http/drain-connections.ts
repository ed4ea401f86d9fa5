import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** So long a request that is on its way when closing begins may take to arrive. */
const lastRequestsMs = 1_000;

/**
 * While the server closes, answers tell their clients to close the connection. Otherwise one that was busy at that
 * moment would be kept alive, and the server would wait for it long after its answer. Connections that were opened in
 * advance, as browsers do, and never carried a request are cut off: the server would wait for them as well.
 */
export function drainConnections(fastify: FastifyInstance): void {
  const unused = new Set<Socket>();
  let closing = false;
  fastify.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  fastify.server.on('request', ({ socket }) => unused.delete(socket));
  fastify.addHook('preClose', (done) => {
    closing = true;
    setTimeout(() => unused.forEach((socket) => socket.destroy()), lastRequestsMs).unref();
    done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) {
      reply.header('connection', 'close');
    }
    done();
  });
}
