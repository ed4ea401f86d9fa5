import type { ContactImportReport } from '@callboard/contracts';
import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../shared/ui/notice';
import { Panel } from '../../../shared/ui/panel';
import classes from './contact-import.module.css';
import { ProblemRows } from './problem-rows';

interface OutcomePanelProps {
  report: ContactImportReport;
  overwrite: boolean;
  onOverwrite: (overwrite: boolean) => void;
  /** The report is of what was wished for before. */
  busy: boolean;
  /** What begins it. */
  children: ReactNode;
}

/** What the import will do, before it does. */
export function OutcomePanel({ report, overwrite, onOverwrite, busy, children }: OutcomePanelProps) {
  const { t } = useTranslation('contacts');
  return (
    <Panel title={t('import.preview')}>
      <div className={classes.steps} aria-busy={busy}>
        <Counts report={report} />
        <p className={classes.hint}>{t('import.policy')}</p>
        <Switch
          label={t('import.overwrite')}
          description={t('import.overwriteHint')}
          checked={overwrite}
          onChange={({ currentTarget }) => onOverwrite(currentTarget.checked)}
        />
        {report.kept > 0 && <Notice tone="info">{t('import.kept', { count: report.kept })}</Notice>}
        {children}
        <ProblemRows report={report} />
      </div>
    </Panel>
  );
}

const kinds = ['added', 'updated', 'unchanged', 'failed'] as const;

/** How many rows go which way. */
export function Counts({ report }: { report: ContactImportReport }) {
  const { t } = useTranslation('contacts');
  return (
    <dl className={classes.counts}>
      {kinds.map((kind) => (
        <div key={kind} data-kind={report[kind] > 0 ? kind : undefined}>
          <dt>{t(`import.count.${kind}`)}</dt>
          <dd>{report[kind]}</dd>
        </div>
      ))}
    </dl>
  );
}
