import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { meQuery } from '../features/auth/queries';
import { isPassing, isServerAway, isSignedOut, isSilence } from '../shared/api/problem';

/** Live events keep data fresh, so a screen opened again within this time asks nothing. */
const freshFor = 30_000;

const retries = 2;

/**
 * A browser without internet may well reach a server in its own office; and what cannot be done now is said, not
 * kept back and done when the network returns.
 */
const networkMode = 'always';

/** The cache of the screens. `onSignedOut` runs when any request finds nobody signed in, and hears if somebody was. */
export function createQueryClient(onSignedOut: (sessionEnded: boolean) => void): QueryClient {
  const onError = (error: Error): void => {
    if (isSignedOut(error)) {
      onSignedOut(client.getQueryData(meQuery().queryKey) !== undefined);
    }
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: freshFor,
        retry: (failures, error) => isPassing(error) && !isSilence(error) && failures < retries,
        refetchOnWindowFocus: false,
        networkMode,
      },
      mutations: { networkMode },
    },
  });
  return client;
}

/** Asks again for what is on the screen and failed while the server was away. */
export function askAgain(client: QueryClient): Promise<void> {
  return client.refetchQueries(
    { type: 'active', predicate: ({ state }) => isServerAway(state.error) },
    { cancelRefetch: false },
  );
}
