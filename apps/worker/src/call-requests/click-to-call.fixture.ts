import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CallRequestsService } from '@callboard/calls';
import type { CallRequest } from '@callboard/contracts';
import { callRequestsDial, JobProducer, zadarmaInboundEvent } from '@callboard/messaging';
import { newId } from '@callboard/platform';
import { PbxService } from '@callboard/pbx';
import { Inbox } from '@callboard/zadarma';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Asks again until the answer satisfies. */
export async function eventually<T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  timeoutMs = 12_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer)) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`It did not happen in time; last: ${JSON.stringify(answer)}`);
    }
    await delay(15);
  }
}

/** What the intake does, without its signatures: notifications go to the inbox and the queue. */
export async function startIntake(worker: INestApplicationContext): Promise<{ url: string; server: Server }> {
  const inbox = worker.get(Inbox, { strict: false });
  const producer = worker.get(JobProducer);
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const fields = Object.fromEntries(new URLSearchParams(body));
      void inbox
        .add([{ source: 'webhook', fields, receivedAt: new Date() }])
        .then(async (stored) => {
          for (const { id } of stored) {
            await producer.enqueue(zadarmaInboundEvent, { inboundEventId: id });
          }
        })
        .finally(() => response.end('{}'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/exec/Zadarma.notify`, server };
}

/** An employee with an extension. */
export async function hire(
  worker: INestApplicationContext,
  name: string,
  extension: string,
): Promise<string> {
  const id = newId();
  await worker
    .get(DataSource)
    .query(`INSERT INTO employees (id, name, email, role) VALUES ($1, $2, $3, 'agent')`, [
      id,
      name,
      `${id}@example.com`,
    ]);
  await worker.get(PbxService, { strict: false }).assign(extension, id);
  return id;
}

/** What the API does: write the wish down, enqueue it. */
export async function click(
  worker: INestApplicationContext,
  employeeId: string,
  to: string,
): Promise<CallRequest> {
  const { callRequest, isNew } = await worker
    .get(CallRequestsService, { strict: false })
    .request({ employeeId, to, country: 'PL', idempotencyKey: null });
  if (isNew) {
    await worker.get(JobProducer).enqueue(callRequestsDial, { callRequestId: callRequest.id });
  }
  return callRequest;
}
