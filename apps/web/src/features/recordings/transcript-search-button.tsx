import { Button } from '@mantine/core';
import { IconMessageSearch } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { latePart } from '../../shared/late/late-part';

const TranscriptSearch = latePart(async () => (await import('./transcript-search')).TranscriptSearch);

/** Opens the search in what was said. */
export function TranscriptSearchButton() {
  const { t } = useTranslation('recordings');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconMessageSearch size={17} stroke={1.8} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('search.open')}
      </Button>
      <Suspense>{isOpen && <TranscriptSearch onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
