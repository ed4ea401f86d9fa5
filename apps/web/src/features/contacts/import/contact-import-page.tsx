import type { ContactImportField, ContactImportReport } from '@callboard/contracts';
import { Skeleton } from '@mantine/core';
import { useMutation, type UseMutationResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isPassing } from '../../../shared/api/problem';
import { BusyButton } from '../../../shared/ui/busy-button';
import { Page } from '../../../shared/ui/page';
import { ProblemNotice } from '../../../shared/ui/problem-notice';
import { ColumnsPanel } from './columns-panel';
import classes from './contact-import.module.css';
import { DonePanel } from './done-panel';
import { FilePanel } from './file-panel';
import { type ChosenFile, importMutation, importPreviewQuery, type ImportWishes } from './import-queries';
import { OutcomePanel } from './outcome-panel';

const firstWishes: ImportWishes = { source: 'import', overwrite: false };

/** Takes customers from a CSV file: says first what will happen, and what is wrong with which row. */
export function ContactImportPage() {
  const { t } = useTranslation('contacts');
  const [round, setRound] = useState(0);
  return (
    <Page title={t('import.title')} narrow above={<Link to="/contacts">{t('back')}</Link>}>
      <ImportSteps key={round} onAgain={() => setRound(round + 1)} />
    </Page>
  );
}

function ImportSteps({ onAgain }: { onAgain: () => void }) {
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [wishes, setWishes] = useState(firstWishes);
  const store = useMutation(importMutation(file, wishes, useQueryClient()));
  const preview = useQuery(importPreviewQuery(file, wishes));
  if (store.data) {
    return <DonePanel report={store.data} onAgain={onAgain} />;
  }
  const choose = (chosen: ChosenFile): void => {
    setFile(chosen);
    // Columns of one file say nothing of another.
    setWishes({ source: wishes.source, overwrite: wishes.overwrite });
  };
  return (
    <div className={classes.steps}>
      <FilePanel
        name={file?.name}
        report={preview.data}
        charset={wishes.charset}
        onFile={choose}
        onCharset={(charset) => setWishes({ ...wishes, charset })}
      />
      {preview.error && !preview.isFetching && (
        // What is wrong with the file itself stays wrong.
        <ProblemNotice
          error={preview.error}
          {...(isPassing(preview.error) && { onRetry: () => void preview.refetch() })}
        />
      )}
      {preview.isLoading && <Skeleton height={320} />}
      {preview.data && (
        <Choices
          report={preview.data}
          wishes={wishes}
          onWish={setWishes}
          isAsking={preview.isFetching}
          storing={store}
        />
      )}
    </div>
  );
}

interface ChoicesProps {
  report: ContactImportReport;
  wishes: ImportWishes;
  onWish: (wishes: ImportWishes) => void;
  isAsking: boolean;
  storing: Pick<UseMutationResult<ContactImportReport, Error, void>, 'mutate' | 'isPending' | 'error'>;
}

/** How the file is to be taken, what will come of it, and the button that does it. */
function Choices({ report, wishes, onWish, isAsking, storing }: ChoicesProps) {
  const { columns } = report.file;
  const choose = (column: number, field: ContactImportField): void =>
    onWish({
      ...wishes,
      columns: columns.map((known, place) => (place === column ? field : known.field)),
    });
  return (
    <>
      <ColumnsPanel
        columns={columns}
        source={wishes.source}
        onField={choose}
        onSource={(source) => onWish({ ...wishes, source })}
      />
      <OutcomePanel
        report={report}
        overwrite={wishes.overwrite}
        onOverwrite={(overwrite) => onWish({ ...wishes, overwrite })}
        busy={isAsking}
      >
        {storing.error && <ProblemNotice error={storing.error} />}
        <StoreButton
          count={report.added + report.updated}
          disabled={isAsking}
          busy={storing.isPending}
          onPress={() => storing.mutate()}
        />
      </OutcomePanel>
    </>
  );
}

interface StoreButtonProps {
  count: number;
  disabled: boolean;
  busy: boolean;
  onPress: () => void;
}

function StoreButton({ count, disabled, busy, onPress }: StoreButtonProps) {
  const { t } = useTranslation('contacts');
  if (count === 0) {
    return <p className={classes.dim}>{t('import.nothing')}</p>;
  }
  return (
    <div>
      <BusyButton loading={busy} disabled={disabled} onClick={onPress}>
        {t('import.run', { count })}
      </BusyButton>
    </div>
  );
}
