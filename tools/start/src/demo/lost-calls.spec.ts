import { endsOf, type LostNotification } from './lost-calls';

const start = Date.parse('2026-03-05T09:15:00Z');
const told = (
  seconds: number,
  pbxCallId: string,
  event: string,
  fields: Record<string, string>,
): LostNotification => ({
  pbxCallId,
  event,
  fields: { event, pbx_call_id: pbxCallId, call_start: '2026-03-05 10:15:00', ...fields },
  receivedAt: new Date(start + seconds * 1_000),
});
const until = new Date(start + 40_000);
const caller = { caller_id: '+48600100201', called_did: '48221234567' };

describe('the calls of a simulated PBX that ended', () => {
  it('end as talks where somebody talked, for as long as that is known', () => {
    const lost = [
      told(0, 'in_1', 'NOTIFY_START', caller),
      told(1, 'in_1', 'NOTIFY_INTERNAL', { ...caller, internal: '101' }),
      told(10, 'in_1', 'NOTIFY_ANSWER', {
        caller_id: caller.caller_id,
        destination: '101',
        internal: '101',
      }),
    ];
    expect(endsOf(lost, until)).toEqual([
      {
        ...caller,
        event: 'NOTIFY_END',
        pbx_call_id: 'in_1',
        call_start: '2026-03-05 10:15:00',
        internal: '101',
        last_internal: '101',
        duration: '30',
        disposition: 'answered',
        status_code: '16',
        is_recorded: '0',
        call_id_with_rec: '',
        calltype: 'normal',
      },
    ]);
  });

  it('end as cancelled where it only rang, each by itself', () => {
    const parties = { caller_id: '0', internal: '101', destination: '+48600100201' };
    const lost = [
      told(0, 'in_1', 'NOTIFY_START', caller),
      told(1, 'out_2', 'NOTIFY_OUT_START', { caller_id: '0', internal: '+48600100201', destination: '101' }),
      told(9, 'out_2', 'NOTIFY_OUT_START', parties),
    ];
    expect(endsOf(lost, until)).toMatchObject([
      { event: 'NOTIFY_END', pbx_call_id: 'in_1', disposition: 'cancel', duration: '0' },
      { event: 'NOTIFY_OUT_END', pbx_call_id: 'out_2', disposition: 'cancel', ...parties },
    ]);
  });

  it('are left alone where nobody knows how they began', () => {
    expect(endsOf([told(0, 'in_1', 'NOTIFY_INTERNAL', caller)], until)).toEqual([]);
  });
});
