import { MantineProvider } from '@mantine/core';
import { act, render, screen } from '@testing-library/react';
import { createMemoryRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { stubServer } from '../../../test/stub-server';
import { ApiProblem } from '../../shared/api/problem';
import { startTranslations } from '../i18n';
import { FailedPage } from './failed-page';

describe('a screen that could not begin', () => {
  let stub: ReturnType<typeof stubServer>;
  beforeEach(() => {
    jest.useFakeTimers();
    stub = stubServer({ 'GET /setup': () => ({ needed: false, demo: null }) });
  });
  afterEach(() => {
    stub.restore();
    jest.useRealTimers();
  });

  const pass = (milliseconds: number) => act(() => jest.advanceTimersByTimeAsync(milliseconds));

  /** Goes to a screen that asks something before it begins. */
  async function goTo(loader: () => Promise<null>) {
    await startTranslations('pl');
    const router = createMemoryRouter([
      {
        HydrateFallback: () => null,
        ErrorBoundary: FailedPage,
        children: [{ index: true, loader, Component: () => <p>the screen</p> }],
      },
    ]);
    render(
      <MantineProvider env="test">
        <RouterProvider router={router} />
      </MantineProvider>,
    );
    await pass(0);
  }

  it('begins by itself once the server is back, however often that fails before', async () => {
    const away = () => Promise.reject(new ApiProblem({ code: 'database_unavailable', status: 503 }));
    const loader = jest.fn<Promise<null>, []>(away);
    await goTo(loader);
    expect(screen.getByRole('alert').textContent).toMatch('Baza danych nie odpowiada');
    await pass(5_000);
    await pass(5_000);
    expect(loader).toHaveBeenCalledTimes(3);
    expect(screen.getByRole('alert')).toBeTruthy();
    loader.mockResolvedValue(null);
    await pass(5_000);
    expect(screen.getByText('the screen')).toBeTruthy();
    await pass(60_000);
    expect(loader).toHaveBeenCalledTimes(4);
  });

  it('is not begun again by itself where it broke', async () => {
    const loader = jest.fn<Promise<null>, []>(() => Promise.reject(new TypeError('x is not a function')));
    await goTo(loader);
    await pass(60_000);
    expect(loader).toHaveBeenCalledTimes(1);
    expect(stub.asked).toEqual([]);
  });
});
