import type { ReactNode } from 'react';
import classes from './sheet.module.css';

interface SheetProps {
  label: string;
  columns: readonly string[];
  /** Rows (`tr`); the first cell of each should be its heading. */
  children: ReactNode;
}

/** A short table; on a narrow screen it scrolls sideways by itself. */
export function Sheet({ label, columns, children }: SheetProps) {
  return (
    <div className={classes.sheet} role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
