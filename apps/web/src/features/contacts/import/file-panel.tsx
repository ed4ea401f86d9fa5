import type { ContactImportReport } from '@callboard/contracts';
import { NativeSelect } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { type DragEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../shared/ui/panel';
import classes from './contact-import.module.css';
import { chosenFile, type ChosenFile } from './import-queries';

/** What Polish files come in; anything else Excel can save as one of them. */
const charsets = ['utf-8', 'windows-1250', 'iso-8859-2', 'utf-16le', 'utf-16be'];

interface FilePanelProps {
  name: string | undefined;
  report: ContactImportReport | undefined;
  charset: string | undefined;
  onFile: (file: ChosenFile) => void;
  onCharset: (charset: string) => void;
}

/** Chooses a file, by its button or by dropping it, and says how it was read. */
export function FilePanel({ name, report, charset, onFile, onCharset }: FilePanelProps) {
  const { t } = useTranslation('contacts');
  return (
    <Panel title={t('import.file')}>
      <FileField name={name} report={report} onFile={onFile} />
      {(report ?? charset) && (
        <NativeSelect
          mt="md"
          className={classes.short}
          label={t('import.charset')}
          description={t('import.charsetHint')}
          data={charsets.map((value) => ({ value, label: value.toUpperCase() }))}
          value={charset ?? report?.file.charset}
          onChange={({ currentTarget }) => onCharset(currentTarget.value)}
        />
      )}
    </Panel>
  );
}

function FileField({ name, report, onFile }: Pick<FilePanelProps, 'name' | 'report' | 'onFile'>) {
  const { t } = useTranslation('contacts');
  const [isOver, setOver] = useState(false);
  const id = useId();
  const take = (files: FileList | null): void => {
    const [file] = files ?? [];
    if (file) {
      void chosenFile(file).then(onFile);
    }
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileSpreadsheet size={28} stroke={1.4} aria-hidden className={classes.picture} />
      <p className={classes.name} role="status">
        {name ?? t('import.drop')}
        {report && <span className={classes.dim}> · {t('import.rows', { count: report.file.rows })}</span>}
      </p>
      <input
        id={id}
        type="file"
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        className={classes.input}
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          // So that the same file, corrected, can be chosen again.
          currentTarget.value = '';
        }}
      />
      <label htmlFor={id} className={classes.choose} data-again={name ? true : undefined}>
        {name ? t('import.chooseOther') : t('import.choose')}
      </label>
      <p id={`${id}-hint`} className={classes.dim}>
        {t('import.hint')}
      </p>
    </div>
  );
}
