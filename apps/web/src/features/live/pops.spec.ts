/** @jest-environment node */
import type { CallItem } from '@callboard/contracts';
import { callItem, uuid } from '../../../test/calls';
import { changed, dismissed, noPops, type Pops, ringing } from './pops';

const ring = (pops: Pops, call: CallItem, extension = '101') =>
  ringing(pops, {
    id: call.id,
    version: call.version,
    extension,
    employeeId: uuid(201),
    at: call.startedAt,
    call,
  });

const ringingCall = callItem({ status: 'ringing', extension: null, employeeName: null, version: 2 });
const talking = callItem({ status: 'talking', version: 3 });
const over = callItem({ status: 'answered', version: 4 });

describe('the pops of incoming calls', () => {
  it('appear when a phone of the viewer rings and stack when several do', () => {
    const pops = ring(ring(noPops, ringingCall), { ...ringingCall, id: uuid(2) });
    expect(pops.shown.map(({ call }) => call.id)).toEqual([uuid(1), uuid(2)]);
  });

  it('say who answered', () => {
    const [pop] = changed(ring(noPops, ringingCall), talking).shown;
    expect(pop).toMatchObject({ outcome: 'answered', call: { employeeName: 'Anna Nowak' } });
  });

  it('still say who answered when the talk was short', () => {
    const [pop] = changed(changed(ring(noPops, ringingCall), talking), over).shown;
    expect(pop?.outcome).toBe('answered');
  });

  it('say that the caller hung up', () => {
    const [pop] = changed(ring(noPops, ringingCall), { ...over, status: 'missed' }).shown;
    expect(pop?.outcome).toBe('ended');
  });

  it('do not appear for a ring that comes after its call has ended', () => {
    expect(ring(changed(noPops, over), ringingCall).shown).toEqual([]);
  });

  it('do not come back when the same ring is told again', () => {
    expect(ring(dismissed(ring(noPops, ringingCall), uuid(1)), ringingCall).shown).toEqual([]);
  });

  it('appear for a call that is handed over while it is talked, and go when it is taken', () => {
    const handedOver = { ...talking, extension: '102', version: 5 };
    const pops = ring(noPops, handedOver, '101');
    expect(pops.shown[0]?.outcome).toBeNull();
    expect(changed(pops, { ...handedOver, extension: '101', version: 6 }).shown[0]?.outcome).toBe('answered');
  });

  it('ignore older copies', () => {
    const pops = changed(ring(noPops, ringingCall), talking);
    expect(changed(pops, { ...ringingCall, version: 1 })).toBe(pops);
  });
});
