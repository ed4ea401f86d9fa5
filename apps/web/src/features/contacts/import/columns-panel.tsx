import {
  contactImportField,
  type ContactImportField,
  contactImportQuery,
  type ContactImportReport,
} from '@callboard/contracts';
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../shared/ui/notice';
import { Panel } from '../../../shared/ui/panel';
import { Sheet } from '../../../shared/ui/sheet';
import classes from './contact-import.module.css';

type Column = ContactImportReport['file']['columns'][number];

interface ColumnsPanelProps {
  columns: readonly Column[];
  source: string;
  onField: (column: number, field: ContactImportField) => void;
  onSource: (source: string) => void;
}

const nameFields: readonly ContactImportField[] = ['name', 'firstName', 'lastName', 'company'];
const numberFields: readonly ContactImportField[] = ['phone', 'externalId'];

/** What each column of the file holds, as found out and to be corrected, with what stands in it. */
export function ColumnsPanel({ columns, source, onField, onSource }: ColumnsPanelProps) {
  const { t } = useTranslation('contacts');
  const has = (fields: readonly ContactImportField[]) => columns.some(({ field }) => fields.includes(field));
  return (
    <Panel title={t('import.columns')}>
      <p className={classes.hint}>{t('import.columnsHint')}</p>
      <Sheet
        label={t('import.columns')}
        columns={[t('import.column'), t('import.samples'), t('import.meaning')]}
      >
        {columns.map(({ header, field, samples }, column) => {
          const name = header || t('import.noHeader', { position: column + 1 });
          return (
            // Columns have no other key than their place: two may have the same header.
            <tr key={column}>
              <th scope="row">{name}</th>
              <td className={classes.samples}>{samples.join(' · ') || t('none')}</td>
              <td>
                <NativeSelect
                  aria-label={t('import.meaningOf', { column: name })}
                  data={contactImportField.options.map((value) => ({
                    value,
                    label: t(`import.fields.${value}`),
                  }))}
                  value={field}
                  onChange={({ currentTarget }) =>
                    onField(column, contactImportField.parse(currentTarget.value))
                  }
                />
              </td>
            </tr>
          );
        })}
      </Sheet>
      <div className={classes.belowSheet}>
        {!has(nameFields) && <Notice tone="warn">{t('import.nameColumn')}</Notice>}
        {!has(numberFields) && <Notice tone="warn">{t('import.phoneColumn')}</Notice>}
        {has(['externalId']) && <SourceField source={source} onSource={onSource} />}
      </div>
    </Panel>
  );
}

/** Written to its end before it counts: each change asks the server about the whole file. */
function SourceField({ source, onSource }: Pick<ColumnsPanelProps, 'source' | 'onSource'>) {
  const { t } = useTranslation('contacts');
  const [written, setWritten] = useState(source);
  const isRight = contactImportQuery.shape.source.safeParse(written).success;
  return (
    <TextInput
      className={classes.short}
      label={t('import.source')}
      description={t('import.sourceHint')}
      value={written}
      error={isRight ? undefined : t('import.sourceWrong')}
      onChange={({ currentTarget }) => setWritten(currentTarget.value)}
      onBlur={() => isRight && onSource(written)}
      onKeyDown={({ key }) => key === 'Enter' && isRight && onSource(written)}
    />
  );
}
