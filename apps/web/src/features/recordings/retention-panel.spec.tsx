import type { RetentionReport } from '@callboard/contracts';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from '../../../test/screen';
import { stubServer } from '../../../test/stub-server';
import { RetentionPanel } from './retention-panel';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const due: RetentionReport = {
  retentionDays: 90,
  due: { count: 41, bytes: 5_400_000_000, oldestAt: '2025-11-02T10:00:00.000Z' },
  held: 3,
  lastRun: { at: '2026-05-03T02:00:00.000Z', deleted: 12, failed: 1 },
};
const nothing = { ...due, due: { count: 0, bytes: 0, oldestAt: null } };

describe('what retention would delete', () => {
  let server: ReturnType<typeof stubServer>;
  let report: RetentionReport;
  beforeEach(() => {
    report = due;
    server = stubServer({
      'GET /recordings/retention': () => report,
      'POST /recordings/retention/run': () => {
        report = nothing;
      },
    });
  });
  afterEach(() => server.restore());

  it('is shown in figures before anything is deleted', async () => {
    await renderScreen(<RetentionPanel />);
    const panel = await screen.findByText('41 nagrań');
    expect(panel.closest('section')?.textContent).toMatch(
      /5,4\s?GB.*Oznaczone „Zachowaj”3.*usunięto 12, nie udało się 1/,
    );
    expect(server.asked.map(({ method }) => method)).toEqual(['GET']);
  });

  it('goes when it is confirmed, and the figures follow', async () => {
    await renderScreen(<RetentionPanel />);
    await user.click(await screen.findByRole('button', { name: 'Usuń teraz' }));
    const dialog = await screen.findByRole('dialog', { name: 'Usunąć 41 nagrań?' });
    await user.click(within(dialog).getByRole('button', { name: 'Usuń teraz' }));
    expect(await screen.findByText('Nie ma teraz nagrań starszych niż ustawiony okres.')).toBeTruthy();
  });

  it('is nothing while recordings are kept for ever', async () => {
    report = { ...nothing, retentionDays: null };
    await renderScreen(<RetentionPanel />);
    await waitFor(() => expect(screen.getByText(/bez ograniczeń/)).toBeTruthy());
    expect(screen.queryByRole('button', { name: 'Usuń teraz' })).toBeNull();
  });
});
