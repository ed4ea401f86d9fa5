import { signText } from '../rest/sign-request';
import { signedText, verifyWebhook } from './webhook-signature';
import { webhookSecret, webhookVectors } from './webhook-vectors.fixture';

describe('verifyWebhook', () => {
  it.each(webhookVectors)('accepts vector $id', ({ fields, signature, signed_string }) => {
    expect(signedText(fields)).toBe(signed_string);
    expect(verifyWebhook(fields, signature, webhookSecret)).toBe('valid');
  });

  it.each(webhookVectors)('refuses vector $id with another secret', ({ fields, signature }) => {
    expect(verifyWebhook(fields, signature, 'other')).toBe('wrong');
  });

  it('refuses the short form that encodes the raw digest', () => {
    const [start] = webhookVectors;
    const raw = Buffer.from('008a1ee53da20716f65d74715df0c7748dd39f8b', 'hex').toString('base64');
    expect(verifyWebhook(start?.fields ?? {}, raw, webhookSecret)).toBe('wrong');
  });

  it('refuses a delivery without a signature', () => {
    expect(verifyWebhook(webhookVectors[0]?.fields ?? {}, undefined, webhookSecret)).toBe('missing');
    expect(verifyWebhook(webhookVectors[0]?.fields ?? {}, '', webhookSecret)).toBe('missing');
  });

  it.each([
    ['NOTIFY_START', 'caller_id'],
    ['NOTIFY_START', 'called_did'],
    ['NOTIFY_END', 'call_start'],
    ['NOTIFY_ANSWER', 'destination'],
    ['NOTIFY_OUT_END', 'internal'],
    ['NOTIFY_RECORD', 'call_id_with_rec'],
    ['SMS', 'result'],
  ])('notices a change of a signed field: %s %s', (event, field) => {
    const vector = webhookVectors.find(({ fields }) => fields.event === event);
    const changed = { ...vector?.fields, [field]: `${vector?.fields[field]} ` };
    expect(verifyWebhook(changed, vector?.signature, webhookSecret)).toBe('wrong');
  });

  it('counts missing fields as empty', () => {
    const fields = { event: 'NOTIFY_START', call_start: '2026-03-05 10:15:00' };
    expect(verifyWebhook(fields, signText('2026-03-05 10:15:00', webhookSecret), webhookSecret)).toBe(
      'valid',
    );
  });

  it.each(['SPEECH_RECOGNITION', 'DOCUMENT', 'NOTIFY_INTERNAL_END', '', '__proto__', 'toString'])(
    'knows no rule for %p',
    (event) => {
      expect(verifyWebhook({ event, result: '{}' }, signText('{}', webhookSecret), webhookSecret)).toBe(
        'unverifiable',
      );
    },
  );

  it('agrees with the independent cross-check', () => {
    const fields = {
      event: 'NOTIFY_OUT_START',
      internal: '101',
      destination: '972501234567',
      call_start: '2026-09-29 10:00:00',
    };
    expect(
      verifyWebhook(fields, 'MTYyM2I5ZDdmZWQ1NWQ1NGMyNmI0NDNmNTU5MzRmYzJjMWNmM2QwOA==', 'secret123'),
    ).toBe('valid');
  });
});
