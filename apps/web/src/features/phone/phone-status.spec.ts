/** @jest-environment node */
import { canAnswer, frozen, heard, isBusy, newPhone, type PhoneStatus, stopped } from './phone-status';

const ready = heard(newPhone, { type: 'phone.ready', registered: null });
const talking = heard(ready, { type: 'phone.activity', state: 'talking' });

describe('how the phone stands', () => {
  it('is ready where the widget does not say whether it is registered, and not where it says it is not', () => {
    expect(ready.stage).toBe('ready');
    expect(heard(newPhone, { type: 'phone.ready', registered: false }).stage).toBe('starting');
  });

  it('keeps a call while its page is silent, and forgets the silence at the next word', () => {
    const silent = frozen(talking);
    expect([silent.trouble, isBusy(silent), canAnswer(silent)]).toEqual(['frozen', true, false]);
    expect(heard(silent, { type: 'phone.heartbeat' })).toEqual(talking);
  });

  it('has no call once something stands in the way', () => {
    expect(isBusy(stopped(talking, 'offline'))).toBe(false);
  });

  it('says the first reason when a page that does not work falls silent too', () => {
    expect(frozen(stopped(ready, 'script_blocked')).trouble).toBe('script_blocked');
  });

  it('is ready again when the microphone is allowed, but for no other trouble', () => {
    const allowed = (status: PhoneStatus) => heard(status, { type: 'phone.microphone', state: 'granted' });
    expect(allowed(stopped(ready, 'microphone_denied'))).toMatchObject({ stage: 'ready', trouble: null });
    expect(allowed(stopped(ready, 'key_refused'))).toMatchObject({
      stage: 'stopped',
      trouble: 'key_refused',
    });
  });

  it('begins anew with a page that begins anew', () => {
    expect(heard(talking, { type: 'phone.waiting' })).toMatchObject({ stage: 'starting', activity: null });
  });
});
