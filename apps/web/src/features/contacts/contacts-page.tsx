import type { Contact } from '@callboard/contracts';
import { Button, Group, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useViewer } from '../../shared/session/viewer';
import { Empty } from '../../shared/ui/empty';
import { Page } from '../../shared/ui/page';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { SearchField } from '../../shared/ui/search-field';
import { ContactTable } from './contact-table';
import classes from './contacts-page.module.css';
import { contactsQuery } from './queries';

/** All customers, found by a fragment of name, company or number. */
export function ContactsPage() {
  const { t } = useTranslation('contacts');
  const [address, setAddress] = useSearchParams();
  const q = address.get('q') ?? '';
  return (
    <Page
      title={t('title')}
      actions={
        <>
          <ImportButton />
          <Button component={Link} to="/contacts/new">
            {t('create')}
          </Button>
        </>
      }
    >
      <div role="search" className={classes.search}>
        <SearchField
          label={t('search')}
          placeholder={t('searchHint')}
          value={q}
          onChange={(text) => setAddress(text ? { q: text } : {}, { replace: true })}
        />
      </div>
      <ContactList q={q} />
    </Page>
  );
}

/** For administrators alone, as the server has it. */
function ImportButton() {
  const { t } = useTranslation('contacts');
  return useViewer().role === 'admin' ? (
    <Button variant="default" component={Link} to="/contacts/import">
      {t('import.open')}
    </Button>
  ) : null;
}

function ContactList({ q }: { q: string }) {
  const { t } = useTranslation('contacts');
  const query = useInfiniteQuery(contactsQuery(q));
  const contacts = useMemo<Contact[]>(
    () => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data],
  );
  if (query.isPending) {
    return <Skeleton height={360} />;
  }
  if (query.isError && contacts.length === 0) {
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className={classes.sheet}>
      {contacts.length === 0 ? (
        <Empty
          title={q ? t('empty.searchTitle') : t('empty.title')}
          action={
            <Group justify="center" gap="xs">
              <Button variant="default" component={Link} to="/contacts/new">
                {t('create')}
              </Button>
              {!q && <ImportButton />}
            </Group>
          }
        >
          {q ? t('empty.searchText') : t('empty.text')}
        </Empty>
      ) : (
        <ContactTable
          contacts={contacts}
          hasMore={query.hasNextPage}
          onMore={() => {
            if (!query.isFetching) {
              void query.fetchNextPage();
            }
          }}
        />
      )}
    </div>
  );
}
