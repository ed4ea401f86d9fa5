import {
  type ContactImportField,
  contactImportLimits,
  type ContactImportReport,
  contactImportReport,
} from '@callboard/contracts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, limits } from '../../../shared/api/client';
import { ApiProblem } from '../../../shared/api/problem';
import { contactsKey } from '../queries';

/** A file as it was when it was chosen; what happens to it on the disk later does not matter. */
export interface ChosenFile {
  /** Tells one choice from the next. */
  readonly key: string;
  readonly name: string;
  readonly content: Blob;
}

/** How a file is to be taken; what is absent is found out from the file. */
export interface ImportWishes {
  readonly charset?: string;
  readonly columns?: readonly ContactImportField[];
  readonly source: string;
  readonly overwrite: boolean;
}

/** Reads a file; what cannot be read, such as a folder, counts as empty. One that is too large is not even read. */
export async function chosenFile(file: File): Promise<ChosenFile> {
  const isTooLarge = file.size > contactImportLimits.bytes;
  const content = isTooLarge ? file : new Blob([await file.arrayBuffer().catch(() => '')]);
  return { key: `${file.name} ${performance.now()}`, name: file.name, content };
}

/** What an import would do. */
export const importPreviewQuery = (file: ChosenFile | null, wishes: ImportWishes) =>
  queryOptions({
    queryKey: ['contactImport', file?.key, wishes],
    queryFn: ({ signal }) => send(file, wishes, { dryRun: true, signal }),
    enabled: file !== null,
    staleTime: Infinity,
    // What was said of other wishes for the same file stays until there is something new.
    placeholderData: (previous, query) => (query?.queryKey[1] === file?.key ? previous : undefined),
  });

export const importMutation = (file: ChosenFile | null, wishes: ImportWishes, client: QueryClient) =>
  mutationOptions({
    mutationFn: () => send(file, wishes, { dryRun: false }),
    onSuccess: () => client.invalidateQueries({ queryKey: contactsKey }),
  });

function send(
  file: ChosenFile | null,
  { charset, ...query }: ImportWishes,
  { dryRun, signal }: { dryRun: boolean; signal?: AbortSignal },
): Promise<ContactImportReport> {
  if (!file || file.content.size > contactImportLimits.bytes) {
    throw new ApiProblem({ code: 'body_too_large', status: 413 });
  }
  const type = charset ? `text/csv; charset=${charset}` : 'text/csv';
  return api.post('/contacts/import', {
    answer: contactImportReport,
    query: { ...query, dryRun },
    body: new Blob([file.content], { type }),
    limitMs: limits.file,
    ...(signal && { signal }),
  });
}
