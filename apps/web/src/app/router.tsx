import type { QueryClient } from '@tanstack/react-query';
import { createBrowserRouter, type LoaderFunctionArgs, redirect, type RouteObject } from 'react-router';
import { meQuery } from '../features/auth/queries';
import { filtersOf } from '../features/calls/filters';
import { callQuery, callsQuery } from '../features/calls/queries';
import { employeesQuery } from '../features/employees/queries';
import { setupQuery } from '../features/setup/queries';
import { withTexts } from '../locales/later';
import { isSignedOut } from '../shared/api/problem';
import { FailedPage } from './routes/failed-page';
import { lateScreen } from './routes/late-screen';
import { Waiting } from './routes/waiting';
import { SignedIn } from './signed-in';

/** Addresses of the screens; each screen is fetched when it is first gone to. */
export function createRouter(client: QueryClient) {
  return createBrowserRouter(routes(client));
}

/** The route tree, apart from the browser's history so that tests can walk it in memory. */
export function routes(client: QueryClient): RouteObject[] {
  return [
    {
      HydrateFallback: Waiting,
      ErrorBoundary: FailedPage,
      children: [
        {
          path: 'sign-in',
          loader: () => setUpFirst(client),
          lazy: () =>
            lateScreen(
              async () => (await withTexts('welcome', import('./routes/sign-in-route'))).SignInRoute,
            ),
        },
        {
          path: 'setup',
          loader: () => setUpOnce(client),
          lazy: () =>
            lateScreen(async () => (await withTexts('welcome', import('./routes/setup-route'))).SetupRoute),
        },
        {
          Component: SignedIn,
          loader: (args) => signedInOnly(client, args),
          children: [{ ErrorBoundary: FailedPage, children: screens(client) }],
        },
      ],
    },
  ];
}

function screens(client: QueryClient): RouteObject[] {
  const adminOnly = () => adminsOnly(client);
  return [
    { index: true, loader: () => redirect('/calls'), Component: Waiting },
    {
      path: 'calls',
      loader: ({ request }) => {
        void client.prefetchInfiniteQuery(callsQuery(filtersOf(new URL(request.url).searchParams)));
        return null;
      },
      // The list is where the day is spent and where most arrive, so it waits for nothing.
      lazy: () => lateScreen(async () => (await import('./routes/calls-route')).CallsRoute),
    },
    {
      path: 'calls/:id',
      loader: ({ params }) => {
        void client.prefetchQuery(callQuery(params['id'] ?? ''));
        return null;
      },
      lazy: () => lateScreen(async () => (await import('./routes/call-card-route')).CallCardRoute),
    },
    {
      path: 'contacts',
      lazy: () =>
        lateScreen(
          async () =>
            (await withTexts('contacts', import('../features/contacts/contacts-page'))).ContactsPage,
        ),
    },
    {
      path: 'contacts/new',
      lazy: () =>
        lateScreen(
          async () => (await withTexts('contacts', import('./routes/contact-routes'))).NewContactRoute,
        ),
    },
    {
      path: 'contacts/import',
      loader: adminOnly,
      lazy: () =>
        lateScreen(
          async () =>
            (await withTexts('contacts', import('../features/contacts/import/contact-import-page')))
              .ContactImportPage,
        ),
    },
    {
      path: 'contacts/:id',
      lazy: () =>
        lateScreen(async () => (await withTexts('contacts', import('./routes/contact-routes'))).ContactRoute),
    },
    {
      path: 'contacts/:id/edit',
      lazy: () =>
        lateScreen(
          async () => (await withTexts('contacts', import('./routes/contact-routes'))).EditContactRoute,
        ),
    },
    {
      path: 'dial',
      lazy: () =>
        lateScreen(async () => (await withTexts('callRequests', import('./routes/dial-route'))).DialRoute),
    },
    {
      path: 'employees',
      loader: adminOnly,
      lazy: () =>
        lateScreen(
          async () =>
            (await withTexts('people', import('../features/employees/employees-page'))).EmployeesPage,
        ),
    },
    {
      path: 'api-keys',
      loader: adminOnly,
      lazy: () =>
        lateScreen(
          async () => (await withTexts('people', import('../features/api-keys/api-keys-page'))).ApiKeysPage,
        ),
    },
    { path: 'settings', loader: () => redirect('/settings/zadarma'), Component: Waiting },
    {
      path: 'settings/zadarma/:tab?',
      loader: adminOnly,
      lazy: () =>
        lateScreen(
          async () => (await withTexts('settings', import('./routes/settings-route'))).SettingsRoute,
        ),
    },
    { path: '*', lazy: () => lateScreen(async () => (await import('./routes/lost-page')).LostPage) },
  ];
}

/** Where to go on after signing in; only addresses of our own. */
export function returnAddress(address: URLSearchParams): string {
  const wanted = address.get('return') ?? '';
  return /^\/(?![/\\])/.test(wanted) ? wanted : '/calls';
}

/** Goes along to the sign-in page when the session ended by itself. */
export const sessionEnded = 'session-ended';

/** The sign-in page that leads back to an address. */
export const signInAddress = (from: string): string =>
  from === '/' || from === '/calls' ? '/sign-in' : `/sign-in?return=${encodeURIComponent(from)}`;

async function setUpFirst(client: QueryClient) {
  const setup = await client.ensureQueryData(setupQuery());
  return setup.needed ? redirect('/setup') : null;
}

async function setUpOnce(client: QueryClient) {
  const setup = await client.ensureQueryData(setupQuery());
  return setup.needed ? null : redirect('/sign-in');
}

async function signedInOnly(client: QueryClient, { request }: LoaderFunctionArgs) {
  void client.prefetchQuery(setupQuery());
  try {
    await client.ensureQueryData(meQuery());
    void client.prefetchQuery(employeesQuery());
    return null;
  } catch (error) {
    if (!isSignedOut(error)) {
      throw error;
    }
    const { pathname, search } = new URL(request.url);
    return redirect(signInAddress(pathname + search));
  }
}

async function adminsOnly(client: QueryClient) {
  const viewer = await client.ensureQueryData(meQuery());
  return viewer.role === 'admin' ? null : redirect('/calls');
}
