import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router/dom';
import { createQueryClient } from './query-client';
import { createRouter, sessionEnded, signInAddress } from './router';
import { theme } from './theme/theme';

const colorScheme = localStorageColorSchemeManager({ key: 'callboard.color-scheme' });

const client = createQueryClient((ended) => {
  const { pathname, search } = window.location;
  if (pathname !== '/sign-in' && pathname !== '/setup') {
    void router.navigate(signInAddress(pathname + search), {
      replace: true,
      state: ended ? sessionEnded : null,
    });
  }
});
const router = createRouter(client);

/** The whole of the screens. */
export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorScheme}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
