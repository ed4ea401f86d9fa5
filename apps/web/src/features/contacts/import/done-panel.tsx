import type { ContactImportReport } from '@callboard/contracts';
import { Button, Group } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Panel } from '../../../shared/ui/panel';
import classes from './contact-import.module.css';
import { Counts } from './outcome-panel';
import { ProblemRows } from './problem-rows';

interface DonePanelProps {
  report: ContactImportReport;
  onAgain: () => void;
}

/** What the import did. It takes the focus, as the button that began it is gone. */
export function DonePanel({ report, onAgain }: DonePanelProps) {
  const { t } = useTranslation('contacts');
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <div ref={panel} tabIndex={-1} className={classes.done}>
      <Panel title={t('import.done')}>
        <div className={classes.steps}>
          <Counts report={report} />
          <p className={classes.hint}>{t('import.doneHint')}</p>
          <Group>
            <Button component={Link} to="/contacts">
              {t('import.toContacts')}
            </Button>
            <Button variant="default" onClick={onAgain}>
              {t('import.again')}
            </Button>
          </Group>
          <ProblemRows report={report} />
        </div>
      </Panel>
    </div>
  );
}
