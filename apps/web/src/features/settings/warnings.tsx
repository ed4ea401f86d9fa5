import type { ZadarmaSettings } from '@callboard/contracts';
import { ApiProblem } from '../../shared/api/problem';
import { Notice } from '../../shared/ui/notice';
import { useProblemText } from '../../shared/ui/problem-text';
import classes from './settings.module.css';

/** What the server found that an administrator should look at. */
export function Warnings({ warnings }: Pick<ZadarmaSettings, 'warnings'>) {
  const textOf = useProblemText();
  return (
    <div className={classes.warnings}>
      {warnings.map(({ code, message }) => (
        <Notice key={code} tone="warn">
          {textOf(new ApiProblem({ code, detail: message, status: 0 }))}
        </Notice>
      ))}
    </div>
  );
}
