import { signedText, webhookSignature } from './webhook-signature';

const secret = '0f1e2d3c4b5a69788796';

// Accepted by the official PHP client with these signatures.
const vectors: [string, Record<string, string>, string, string][] = [
  [
    'W1',
    {
      event: 'NOTIFY_START',
      call_start: '2026-03-05 10:15:00',
      pbx_call_id: 'in_5f2c9a7be0d14368a1b2c3d4e5f60718293a4b5c',
      caller_id: '+37120000011',
      called_did: '442079460012',
    },
    '+371200000114420794600122026-03-05 10:15:00',
    'MDA4YTFlZTUzZGEyMDcxNmY2NWQ3NDcxNWRmMGM3NzQ4ZGQzOWY4Yg==',
  ],
  [
    'W2',
    {
      event: 'NOTIFY_INTERNAL',
      call_start: '2026-03-05 10:15:00',
      pbx_call_id: 'in_5f2c9a7be0d14368a1b2c3d4e5f60718293a4b5c',
      caller_id: '+37120000011',
      called_did: '442079460012',
      internal: '101',
    },
    '+371200000114420794600122026-03-05 10:15:00',
    'MDA4YTFlZTUzZGEyMDcxNmY2NWQ3NDcxNWRmMGM3NzQ4ZGQzOWY4Yg==',
  ],
  [
    'W3',
    {
      event: 'NOTIFY_ANSWER',
      call_start: '2026-03-05 10:15:00',
      pbx_call_id: 'in_5f2c9a7be0d14368a1b2c3d4e5f60718293a4b5c',
      caller_id: '+37120000011',
      destination: '101',
      internal: '101',
    },
    '+371200000111012026-03-05 10:15:00',
    'M2I4YWNlZmFmZGJkMDVlZWEzMjM4YTI4YmJlNjVkNmM4NmJjZmI4Ng==',
  ],
  [
    'W4',
    {
      event: 'NOTIFY_END',
      call_start: '2026-03-05 10:15:00',
      pbx_call_id: 'in_5f2c9a7be0d14368a1b2c3d4e5f60718293a4b5c',
      caller_id: '+37120000011',
      called_did: '442079460012',
      internal: '100',
      duration: '75',
      disposition: 'answered',
      last_internal: '101',
      status_code: '16',
      is_recorded: '1',
      call_id_with_rec: '1772705700.123456',
      calltype: 'normal',
    },
    '+371200000114420794600122026-03-05 10:15:00',
    'MDA4YTFlZTUzZGEyMDcxNmY2NWQ3NDcxNWRmMGM3NzQ4ZGQzOWY4Yg==',
  ],
  [
    'W5',
    {
      event: 'NOTIFY_OUT_START',
      call_start: '2026-03-05 11:02:30',
      pbx_call_id: 'out_9d8c7b6a5f4e3d2c1b0a99887766554433221100',
      caller_id: '442079460012',
      internal: '105',
      destination: '+37120000022',
    },
    '105+371200000222026-03-05 11:02:30',
    'M2Y2Mzg5ZWFmYjYwZWU5ZTU1OTA5ZTJlODc0Yzc5OTM5MDdlMmRjOQ==',
  ],
  [
    'W6',
    {
      event: 'NOTIFY_OUT_END',
      call_start: '2026-03-05 11:02:30',
      pbx_call_id: 'out_9d8c7b6a5f4e3d2c1b0a99887766554433221100',
      caller_id: '442079460012',
      internal: '105',
      destination: '+37120000022',
      duration: '0',
      disposition: 'no answer',
      status_code: '19',
      is_recorded: '0',
      call_id_with_rec: '',
      calltype: 'normal',
    },
    '105+371200000222026-03-05 11:02:30',
    'M2Y2Mzg5ZWFmYjYwZWU5ZTU1OTA5ZTJlODc0Yzc5OTM5MDdlMmRjOQ==',
  ],
  [
    'W7',
    {
      event: 'NOTIFY_RECORD',
      call_id_with_rec: '1772705700.123456',
      pbx_call_id: 'in_5f2c9a7be0d14368a1b2c3d4e5f60718293a4b5c',
    },
    'in_5f2c9a7be0d14368a1b2c3d4e5f60718293a4b5c1772705700.123456',
    'YTQxNzJjMzY0YjhiZjhiOWUzMDQ2MWY2MWE4ZjExZDUwN2YzZGE0NA==',
  ],
  [
    'W8',
    {
      event: 'NOTIFY_IVR',
      call_start: '2026-03-06 09:40:12',
      pbx_call_id: 'in_00ff11ee22dd33cc44bb55aa66997788a1b2c3d4',
      caller_id: '380500000044',
      called_did: '442079460012',
      ivr_saydigits: 'COMPLETE',
      'wait_dtmf[name]': 'menu1',
      'wait_dtmf[digits]': '2',
      'wait_dtmf[default_behaviour]': '',
    },
    '3805000000444420794600122026-03-06 09:40:12',
    'NTc3MGU2MDQ3YTA1M2MzM2VmNjUzMjZmODUxOTY4Yjk4YTcxYTdiOQ==',
  ],
  [
    'W9',
    {
      event: 'SMS',
      result: '{"caller_id":"+37120000011","caller_did":"442079460012","text":"Labdien! 10% & more"}',
    },
    '{"caller_id":"+37120000011","caller_did":"442079460012","text":"Labdien! 10% & more"}',
    'ZWU3ODIwNjg2ZTE1MjViZDVmZmE4MGFmODQyMjgyNjdkYjc2NTc2Zg==',
  ],
];

describe('webhook signature', () => {
  it.each(vectors)('vector %s', (_id, fields, text, signature) => {
    expect(signedText(fields)).toBe(text);
    expect(webhookSignature(secret, fields)).toBe(signature);
  });

  it('agrees with the value found in a public test', () => {
    const fields = {
      event: 'NOTIFY_OUT_START',
      internal: '101',
      destination: '972501234567',
      call_start: '2026-09-29 10:00:00',
    };
    expect(webhookSignature('secret123', fields)).toBe(
      'MTYyM2I5ZDdmZWQ1NWQ1NGMyNmI0NDNmNTU5MzRmYzJjMWNmM2QwOA==',
    );
  });
});
