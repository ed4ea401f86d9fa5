import { type ContactImportProblem, type ContactImportReport, e164 } from '@callboard/contracts';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatPhone } from '../../../shared/format/phone';
import { saveFile } from '../../../shared/ui/save-file';
import { Sheet } from '../../../shared/ui/sheet';
import classes from './contact-import.module.css';
import { rowsToFix } from './rows-to-fix';

/** More would not be read on a screen; the file holds as many as the server tells of. */
const shown = 50;

/** The rows that were left out, each with what to do, and the way to take them along and correct them. */
export function ProblemRows({ report }: { report: ContactImportReport }) {
  const { t } = useTranslation('contacts');
  const textOf = useProblemText();
  const { problems, failed } = report;
  if (failed === 0) {
    return null;
  }
  const download = (): void => {
    const header = [t('import.number'), t('import.reason')];
    saveText(rowsToFix(report, header, textOf), t('import.fileName'));
  };
  return (
    <section className={classes.steps} aria-label={t('import.problems')}>
      <div className={classes.head}>
        <h3>{t('import.problems')}</h3>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={download}
        >
          {t('import.download')}
        </Button>
      </div>
      <p className={classes.hint}>{t('import.problemsHint')}</p>
      <Sheet label={t('import.problems')} columns={[t('import.number'), t('import.row'), t('import.reason')]}>
        {problems.slice(0, shown).map((problem) => (
          <tr key={problem.row}>
            <th scope="row" className={classes.line}>
              <span className={classes.lineLabel}>{t('import.number')} </span>
              {problem.row}
            </th>
            <td className={classes.samples}>{problem.cells.filter((cell) => cell.trim()).join(' · ')}</td>
            <td>{textOf(problem)}</td>
          </tr>
        ))}
      </Sheet>
      {failed > shown && <p className={classes.dim}>{t('import.more', { count: failed - shown })}</p>}
    </section>
  );
}

function useProblemText(): (problem: ContactImportProblem) => string {
  const { t } = useTranslation('contacts');
  return ({ code, value, otherRow, otherContact }) =>
    t(`import.problem.${code}`, {
      value: e164.safeParse(value).success ? formatPhone(value ?? '') : (value ?? ''),
      row: otherRow ?? '',
      name: otherContact?.name ?? '',
    });
}

function saveText(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  saveFile(address, name);
  // Not at once: some browsers begin to read it only later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
