import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startTestApi } from '../testing/test-api';
import pg from 'pg';

const secret = 's3cret';
const fields = {
  event: 'NOTIFY_START',
  call_start: '2026-03-05 10:15:00',
  pbx_call_id: 'in_closing',
  caller_id: '+48600100200',
  called_did: '48221234567',
};
const hash = createHmac('sha1', secret).update(fields.caller_id + fields.called_did + fields.call_start);
const signature = Buffer.from(hash.digest('hex')).toString('base64');

describe('closing the API while a notification comes in', () => {
  it('still stores it in the inbox, so that no other process has to find it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'callboard-closing-'));
    const api = await startTestApi({ variables: { DATA_DIR: dataDir } });
    await api.app.listen(0, '127.0.0.1');
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    await api.request('PUT', '/api/v1/settings/zadarma', { payload: { key: 'k', secret } });
    const observer = new pg.Client({ connectionString: api.databaseUrl });
    await observer.connect();

    const body = new URLSearchParams(fields).toString();
    const begun = once(api.app.getHttpServer(), 'request');
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      const sending = request({
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/exec/Zadarma.notify',
        headers: {
          signature,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
        },
      });
      sending.on('response', resolve).on('error', reject);
      sending.write(body.slice(0, 10));
      // The rest comes when the server has stopped listening.
      void untilClosed(port).then(() => sending.end(body.slice(10)));
    });
    await begun;
    const closed = api.app.close();
    expect((await answered).statusCode).toBe(200);
    await closed;
    const { rows } = await observer.query('SELECT pbx_call_id FROM inbound_events');
    expect(rows).toEqual([{ pbx_call_id: 'in_closing' }]);
    expect(readdirSync(join(dataDir, 'spool'))).toEqual([]);
    await observer.end();
    await api.close();
  });
});

async function untilClosed(port: number): Promise<void> {
  await delay(200);
  while (await listens(port)) {
    await delay(10);
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });
}
