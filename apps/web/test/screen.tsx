import type { Language, Me } from '@callboard/contracts';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createMemoryRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { startTranslations } from '../src/app/i18n';
import { needTexts } from '../src/locales/later';
import { type Callee, DiallerProvider } from '../src/shared/session/dialler';
import { ViewerProvider } from '../src/shared/session/viewer';
import { uuid } from './calls';

// What is there sooner is seen sooner; a machine with much else to do may take longer than the usual second.
configure({ asyncUtilTimeout: 10_000 });

export const viewer: Me = {
  id: uuid(201),
  name: 'Anna Nowak',
  email: 'anna@example.com',
  role: 'admin',
  language: null,
  extensions: ['101'],
  defaultCountry: 'PL',
};

interface ScreenOptions {
  language?: Language;
  address?: string;
  /** Pattern of the address, with `:parameters`. */
  path?: string;
  /** What differs from the usual viewer. */
  as?: Partial<Me>;
  /** Takes what call buttons are pressed for. */
  onDial?: (callee: Callee) => void;
}

/** Renders a screen as the app would: look, language, cache, viewer and an address. */
export async function renderScreen(screen: ReactNode, options: ScreenOptions = {}) {
  const { language = 'pl', address = '/', path = '*', as, onDial = () => undefined } = options;
  await startTranslations(language);
  await Promise.all((['callRequests', 'contacts', 'people', 'settings', 'welcome'] as const).map(needTexts));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } });
  const router = createMemoryRouter(
    [
      { path, element: screen },
      { path: '*', element: <p>elsewhere</p> },
    ],
    { initialEntries: [address] },
  );
  const view = render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <ViewerProvider value={{ ...viewer, ...as }}>
          <DiallerProvider value={onDial}>
            <RouterProvider router={router} />
          </DiallerProvider>
        </ViewerProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...view, client, router };
}
