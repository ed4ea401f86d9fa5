import { extension, pbx, type Extension, type Pbx } from '@callboard/contracts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../shared/api/client';

/** How often progress is looked at while the PBX is being fetched. */
const whileRunning = 800;

/** The PBX with its extensions and how far fetching them is. */
export const pbxQuery = () =>
  queryOptions({
    queryKey: ['pbx'],
    queryFn: ({ signal }) => api.get('/pbx', { answer: pbx, signal }),
    refetchInterval: ({ state }) => (state.data?.sync.state === 'running' ? whileRunning : false),
  });

/** Begins to fetch the PBX from Zadarma. */
export const fetchPbxMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => api.post('/pbx/sync'),
    onSuccess: () => client.invalidateQueries({ queryKey: pbxQuery().queryKey }),
  });

/** Says whose an extension is from now on. */
export const assignExtensionMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ number, employeeId }: Pick<Extension, 'number' | 'employeeId'>) =>
      api.patch(`/pbx/extensions/${number}`, { answer: extension, body: { employeeId } }),
    onSuccess: (changed: Extension) =>
      client.setQueryData<Pbx>(
        pbxQuery().queryKey,
        (known) =>
          known && {
            ...known,
            extensions: known.extensions.map((each) => (each.number === changed.number ? changed : each)),
          },
      ),
  });
