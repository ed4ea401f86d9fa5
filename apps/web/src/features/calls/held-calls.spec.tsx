import type { CallItem } from '@callboard/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { callItem, uuid } from '../../../test/calls';
import { renderScreen, viewer } from '../../../test/screen';
import { stubServer } from '../../../test/stub-server';
import { CallsPage } from './calls-page';
import { applyCallChange } from './live-cache';

const name = (number: number) => `Klient ${number}`;
/** Calls with a greater number are newer. */
const call = (number: number, changes: Partial<CallItem> = {}): CallItem =>
  callItem({
    id: uuid(number),
    contactName: name(number),
    startedAt: `2026-05-04T10:${String(number).padStart(2, '0')}:00.000Z`,
    ...changes,
  });

describe('the calls list under a pointer or the keyboard', () => {
  let server: ReturnType<typeof stubServer>;
  beforeEach(() => {
    server = stubServer({ 'GET /calls': () => ({ items: [call(2), call(1)], nextCursor: null }) });
  });
  afterEach(() => server.restore());

  const shown = () => screen.getAllByRole('link', { name: /^Klient/ }).map(({ textContent }) => textContent);
  const link = (number: number) => screen.getByRole('link', { name: name(number) });

  /** The cache tells of changes a moment later. */
  const come = (client: QueryClient, changed: CallItem[]) =>
    act(async () => {
      changed.forEach((each) => applyCallChange(client, each));
      await new Promise((resolve) => setTimeout(resolve, 5));
    });

  async function show() {
    const { client } = await renderScreen(<CallsPage people={[viewer]} live recordingCell={() => null} />, {
      address: '/calls',
    });
    await screen.findByRole('link', { name: name(2) });
    return (...changed: CallItem[]) => come(client, changed);
  }

  it('shows a new call at once while nobody is there', async () => {
    const comes = await show();
    await comes(call(3));
    expect(shown()).toEqual([name(3), name(2), name(1)]);
    expect(screen.queryByRole('button', { name: /nowe połączenie/ })).toBeNull();
  });

  it('holds its rows under the pointer, says how many calls wait, and lets them in when it leaves', async () => {
    const comes = await show();
    fireEvent.pointerEnter(link(1));
    await comes(call(3), call(2, { status: 'missed', version: 2 }));
    expect(shown()).toEqual([name(2), name(1)]);
    expect(screen.getByText('Nieodebrane', { selector: '[role="row"] *' })).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('1 nowe połączenie');
    await comes(call(4));
    expect(screen.getByRole('status').textContent).toBe('2 nowe połączenia');
    await comes(call(5), call(6), call(7));
    expect(screen.getByRole('status').textContent).toBe('5 nowych połączeń');
    fireEvent.pointerLeave(link(1));
    expect(shown()).toEqual([7, 6, 5, 4, 3, 2, 1].map(name));
    expect(screen.getByRole('status').textContent).toBe('');
  });

  it('shows them on a press, and holds again', async () => {
    const comes = await show();
    fireEvent.pointerEnter(link(1));
    await comes(call(3));
    fireEvent.click(screen.getByRole('button', { name: '1 nowe połączenie' }));
    expect(shown()).toEqual([name(3), name(2), name(1)]);
    await waitFor(() => expect(document.activeElement).toBe(link(3)));
    await comes(call(4));
    expect(shown()).toEqual([name(3), name(2), name(1)]);
  });

  it('holds its rows while the keyboard is among them', async () => {
    const comes = await show();
    act(() => link(2).focus());
    await comes(call(3));
    fireEvent.keyDown(link(2), { key: 'ArrowDown' });
    expect(shown()).toEqual([name(2), name(1)]);
    act(() => link(1).blur());
    expect(shown()).toEqual([name(3), name(2), name(1)]);
  });

  it('holds its rows also if they came to be drawn under a pointer that rests', async () => {
    const comes = await show();
    const place = { bubbles: true, relatedTarget: link(2).parentElement };
    fireEvent(link(1), new MouseEvent('pointerover', place));
    await comes(call(3));
    expect(shown()).toEqual([name(2), name(1)]);
  });

  it('does not wait for a finger', async () => {
    const comes = await show();
    fireEvent(link(1), Object.assign(new Event('pointerover', { bubbles: true }), { pointerType: 'touch' }));
    await comes(call(3));
    expect(shown()).toEqual([name(3), name(2), name(1)]);
  });

  it('keeps the row of a call that no longer fits the filters', async () => {
    const { client } = await renderScreen(<CallsPage people={[viewer]} live recordingCell={() => null} />, {
      address: '/calls?status=answered',
    });
    fireEvent.pointerEnter(await screen.findByRole('link', { name: name(2) }));
    await come(client, [call(2, { status: 'missed', version: 2 })]);
    expect(shown()).toEqual([name(2), name(1)]);
    fireEvent.pointerLeave(link(2));
    expect(shown()).toEqual([name(1)]);
  });
});
