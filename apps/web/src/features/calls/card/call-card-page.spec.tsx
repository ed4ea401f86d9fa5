import type { Me } from '@callboard/contracts';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { callDetail, uuid } from '../../../../test/calls';
import { renderScreen } from '../../../../test/screen';
import { stubServer } from '../../../../test/stub-server';
import { CallCardPage } from './call-card-page';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const call = callDetail({
  matches: [
    { contactId: uuid(301), name: 'Jan Kowalski', company: 'ACME', managerName: 'Anna Nowak', chosen: false },
    { contactId: uuid(302), name: 'Maria Lis', company: null, managerName: null, chosen: false },
  ],
  routing: {
    answer: { redirect: '101', return_timeout: 20, caller_name: 'Jan Kowalski, ACME' },
    reason: 'manager',
    contactName: 'ACME',
    employeeName: 'Anna Nowak',
    extension: '101',
  },
  timeline: [
    { at: '2026-05-04T10:00:00.000Z', kind: 'started', extension: null, employeeName: null, detail: null },
    {
      at: '2026-05-04T10:00:09.000Z',
      kind: 'answered',
      extension: '101',
      employeeName: 'Anna Nowak',
      detail: null,
    },
  ],
});

const open = (language: 'pl' | 'en', as: Partial<Me> = {}) =>
  renderScreen(<CallCardPage id={call.id} recordings={() => <p>its audio</p>} />, {
    address: `/calls/${call.id}`,
    language,
    as,
  });

describe('the card of a call', () => {
  let server: ReturnType<typeof stubServer>;
  beforeEach(() => {
    server = stubServer({
      'GET /calls/:id': () => call,
      'PATCH /calls/:id': ({ body }) => ({ ...call, ...(body as object), version: 2 }),
      'POST /calls/:id/notes': () => ({
        id: uuid(9),
        text: 'Oddzwonić',
        authorId: null,
        authorName: null,
        createdAt: call.startedAt,
      }),
    });
  });
  afterEach(() => {
    server.restore();
    sessionStorage.clear();
  });

  it('explains in words why the phone rang', async () => {
    await open('pl');
    const routing = await screen.findByRole('region', { name: 'Dlaczego zadzwonił ten telefon' });
    expect(routing.textContent).toContain(
      'Przekierowano na numer 101 (Anna Nowak), bo to opiekun klienta ACME.',
    );
    expect(routing.textContent).toContain('po 20 sekundach połączenie wraca do menu');
  });

  it('shows every step with its time', async () => {
    await open('en');
    const timeline = await screen.findByRole('region', { name: 'Timeline' });
    expect(
      within(timeline)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual([
      expect.stringContaining('Call began'),
      expect.stringContaining('Answered · Anna Nowak · ext. 101'),
    ]);
  });

  it('lets one choose among several contacts', async () => {
    await open('pl');
    await user.click(await screen.findByRole('button', { name: 'Wybierz: Maria Lis' }));
    expect(server.asked.at(-1)).toMatchObject({ method: 'PATCH', body: { contactId: uuid(302) } });
    const chosen = await screen.findByRole('button', { name: 'Wybrany: Maria Lis' });
    expect(chosen.getAttribute('aria-pressed')).toBe('true');
  });

  it('finds a half-written note again, for the one who wrote it', async () => {
    const noteOf = async () =>
      (await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Nowa notatka' })).value;
    const left = await open('pl');
    await user.type(await screen.findByRole('textbox', { name: 'Nowa notatka' }), 'Oddzw');
    left.unmount();
    const found = await open('pl');
    expect(await noteOf()).toBe('Oddzw');
    found.unmount();
    await open('pl', { id: uuid(202) });
    expect(await noteOf()).toBe('');
  });

  it('takes a note and clears the field', async () => {
    await open('pl');
    const field = await screen.findByRole('textbox', { name: 'Nowa notatka' });
    await user.type(field, 'Oddzwonić{Control>}{Enter}{/Control}');
    await waitFor(() => expect((field as HTMLTextAreaElement).value).toBe(''));
    expect(server.asked.find(({ method }) => method === 'POST')?.body).toEqual({ text: 'Oddzwonić' });
  });
});
