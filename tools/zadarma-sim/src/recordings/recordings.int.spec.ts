import { startSimulator, type RunningSimulator } from '../start-simulator';
import { callApi } from '../testing';
import { readRange } from './download-door';

let simulator: RunningSimulator;

beforeEach(async () => {
  simulator = await startSimulator({ speed: 1000, rateLimits: null });
});

afterEach(() => simulator.close());

async function recordedCall(talkSeconds: number, parts = 1) {
  const name = parts > 1 ? 'recorded-in-parts' : 'incoming-answered';
  const { id, finished } = simulator.runScenario(name, { talkSeconds, ...(parts > 1 ? { parts } : {}) });
  await finished;
  return simulator.call(id)!;
}

const request = (fields: Record<string, string>, method = 'GET') =>
  callApi(simulator, method, '/v1/pbx/record/request/', fields);

async function linkOf(callId: string): Promise<string> {
  return (await request({ call_id: callId })).body['link'] as string;
}

/** Walks the frames of an MPEG-2.5 layer III file; throws where a decoder would lose its way. */
function mp3Seconds(file: Buffer): number {
  const bitrates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
  let samples = 0;
  for (let at = 0; at < file.length;) {
    const header = file.readUInt32BE(at);
    if (header >>> 21 !== 0x7ff) throw new Error(`no frame at ${at}`);
    const isVersion25LayerIII = ((header >>> 19) & 3) === 0 && ((header >>> 17) & 3) === 1;
    const isEightKilohertz = ((header >>> 10) & 3) === 2;
    if (!isVersion25LayerIII || !isEightKilohertz) throw new Error(`unexpected frame at ${at}`);
    const bitrate = bitrates[(header >>> 12) & 15]! * 1000;
    at += Math.floor((72 * bitrate) / 8000) + ((header >>> 9) & 1);
    samples += 576;
  }
  return samples / 8000;
}

describe('recordings', () => {
  it('are real MP3 files of the right length, each with its own sound', async () => {
    const call = await recordedCall(12, 2);
    const links = (await request({ pbx_call_id: call.id })).body['links'] as string[];
    const files = await Promise.all(
      links.map(async (link) => Buffer.from(await (await fetch(link)).arrayBuffer())),
    );
    for (const file of files) expect(Math.abs(mp3Seconds(file) - 6)).toBeLessThan(0.3);
    expect(files[0]!.equals(files[1]!)).toBe(false);
  });

  it('answer link for a call_id, links for a pbx_call_id or both, with the end of their life', async () => {
    const call = await recordedCall(1);
    const callId = call.recordings[0]!;
    const one = (await request({ call_id: callId, lifetime: '180' })).body;
    expect(one['link']).toMatch(
      new RegExp(`/v1/pbx/record/download/[0-9a-f]{32}/1-${callId}-\\d+-[0-9-]+\\.mp3$`),
    );
    expect(one['lifetime_till']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect((await request({ call_id: callId, pbx_call_id: call.id })).body['links']).toHaveLength(1);
    expect((await request({ call_id: `1-${callId}-100-2026-01-11-100155` })).body).toHaveProperty('link');
    expect((await request({ call_id: callId, lifetime: '10' })).status).toBe(400);
    expect((await request({ call_id: '1.2' })).body).toEqual({ status: 'error', message: 'File not found' });
  });

  it('serve ranges', async () => {
    const link = await linkOf((await recordedCall(2)).recordings[0]!);
    const whole = Buffer.from(await (await fetch(link)).arrayBuffer());
    const part = await fetch(link, { headers: { Range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${whole.length}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(10, 20));
    expect((await fetch(link, { headers: { Range: 'bytes=9999999-' } })).status).toBe(416);
    expect(readRange('bytes=-5', 20)).toEqual({ from: 15, to: 19 });
  });

  it('tell which files were asked for, how and what came instead', async () => {
    const [callId] = (await recordedCall(2)).recordings as [string];
    const link = await linkOf(callId);
    simulator.addFault({ target: 'recording', kind: 'dead-link', times: 1 });
    await fetch(link);
    await fetch(link, { headers: { Range: 'bytes=10-19' } });
    await fetch(`${simulator.url}/v1/pbx/record/download/unknown/file.mp3`);
    const told = [
      { callId, range: null, fault: 'dead-link' },
      { callId, range: 'bytes=10-19', fault: null },
    ];
    expect(simulator.downloads(callId)).toMatchObject(told);
    const response = await fetch(`${simulator.url}/_control/downloads`);
    expect(await response.json()).toMatchObject({ items: [...told, { callId: null, fault: null }] });
    await simulator.reset();
    expect(simulator.downloads()).toEqual([]);
  });

  it('are made again by a simulator that forgot them, only if it is told to', async () => {
    const inventing = () => startSimulator({ speed: 1000, rateLimits: null, inventRecordings: true });
    const earlier = await inventing();
    const { id, finished } = earlier.runScenario('outgoing-answered', { talkSeconds: 7 });
    await finished;
    const call_id = earlier.call(id)!.recordings[0]!;
    await earlier.close();
    const ask = (of: RunningSimulator, method = 'GET') =>
      callApi(of, method, '/v1/pbx/record/request/', { call_id });
    expect((await ask(simulator)).body).toMatchObject({ message: 'File not found' });
    const [first, second] = [await inventing(), await inventing()];
    const files = await Promise.all(
      [first, second].map(async (again) => {
        const { link } = (await ask(again)).body;
        return Buffer.from(await (await fetch(link as string)).arrayBuffer());
      }),
    );
    expect(Math.abs(mp3Seconds(files[0]!) - 7)).toBeLessThan(0.3);
    expect(files[0]!.equals(files[1]!)).toBe(true);
    expect((await callApi(first, 'PUT', '/v1/speech_recognition/', { call_id })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { body } = await callApi(first, 'GET', '/v1/speech_recognition/', { call_id, return: 'phrases' });
    // The customer picks up and speaks first: our side is channel 1 on an outgoing call.
    expect((body['phrases'] as object[])[0]).toMatchObject({ channel: 2 });
    expect((await ask(first, 'DELETE')).body).toHaveProperty('file_name');
    expect((await ask(first)).body).toMatchObject({ message: 'File not found' });
    await Promise.all([first, second].map((again) => again.close()));
  });

  it('can be deleted', async () => {
    const call = await recordedCall(1);
    const link = await linkOf(call.recordings[0]!);
    expect((await request({ pbx_call_id: call.id }, 'DELETE')).body['deleted_files']).toHaveLength(1);
    expect((await fetch(link)).status).toBe(404);
  });

  it('stay where they are when deleting fails', async () => {
    const call = await recordedCall(12, 2);
    const [first, second] = call.recordings as [string, string];
    simulator.addFault({ target: 'recording', kind: 'undeletable', callId: first, times: 2 });
    const one = await request({ call_id: first }, 'DELETE');
    expect([one.status, one.body['status']]).toEqual([400, 'error']);
    const both = (await request({ pbx_call_id: call.id }, 'DELETE')).body;
    expect([both['deleted_files'], both['failed_files']]).toEqual([
      [expect.stringContaining(second)],
      [expect.stringContaining(first)],
    ]);
    expect((await request({ call_id: first }, 'DELETE')).body['file_name']).toContain(first);
  });

  it('misbehave on demand', async () => {
    const callId = (await recordedCall(2)).recordings[0]!;
    const link = await linkOf(callId);
    const once = (kind: 'dead-link' | 'not-audio' | 'redirect' | 'truncated' | 'huge' | 'not-ready') =>
      simulator.addFault({ target: 'recording', kind, times: 1 });
    once('not-ready');
    expect(await linkOf(callId)).toBeUndefined();
    once('dead-link');
    expect((await fetch(link)).status).toBe(404);
    once('not-audio');
    expect((await fetch(link)).headers.get('content-type')).toBe('text/html');
    once('redirect');
    const moved = await fetch(link, { redirect: 'manual' });
    expect(moved.status).toBe(302);
    expect((await fetch(moved.headers.get('location')!)).headers.get('content-type')).toBe('audio/mpeg');
    once('truncated');
    await expect(fetch(link).then((response) => response.arrayBuffer())).rejects.toThrow();
    once('huge');
    const huge = await fetch(link);
    expect(Number(huge.headers.get('content-length'))).toBe(2 * 1024 ** 3);
    await huge.body?.cancel();
  });
});
