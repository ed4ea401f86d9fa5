import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallItem } from '@callboard/contracts';
import { useNow } from '../../shared/format/now';
import { dayHeading } from '../../shared/format/time';
import { CallRow, type RecordingCell } from './call-row';
import classes from './call-table.module.css';
import { listRows, type ListRow } from './list-rows';
import type { ListedCalls } from './listed-calls';
import { NewCallsLine } from './new-calls-line';
import { useHeldOrder } from './use-held-order';
import { useRowFocus } from './use-row-focus';

/** Heights before a row is measured, wide and folded. */
const rowHeight = { wide: 51, narrow: 100 };
const dayHeight = 40;
/** How many rows before the end the next page is asked for. */
const readAhead = 15;

interface CallTableProps {
  calls: readonly CallItem[];
  list: ListedCalls;
  label: string;
  hasMore: boolean;
  onMore: () => void;
  /** Dims the rows: they are from before the connection was lost. */
  stale?: boolean;
  recordingCell: RecordingCell;
}

/** Calls as a table of which only the visible rows exist; new calls do not move what is being read or aimed at. */
export function CallTable(props: CallTableProps) {
  const { calls, list, label, hasMore, onMore, stale, recordingCell } = props;
  const { shown, waiting, showAll, zone } = useHeldOrder(calls);
  const rows = useMemo(() => listRows(shown), [shown]);
  const body = useRef<HTMLDivElement>(null);
  const margin = useOffsetTop(body);
  const tabbable = useRef(-1);
  const narrow = matchMedia('(max-width: 62em)').matches;
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) =>
      rows[index]?.kind === 'day' ? dayHeight : narrow ? rowHeight.narrow : rowHeight.wide,
    getItemKey: (index) => rows[index]?.key ?? index,
    rangeExtractor: (range) => withRow(defaultRangeExtractor(range), tabbable.current),
    anchorTo: window.scrollY > margin ? 'end' : 'start',
    scrollMargin: margin,
    scrollPaddingStart: 100,
    // What lies at the foot of the screen must not cover the focus.
    scrollPaddingEnd: 160,
    overscan: 12,
  });
  const focus = useRowFocus(rows, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }));
  useLayoutEffect(() => {
    tabbable.current = focus.tabbableIndex;
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - readAhead) {
      onMore();
    }
  }, [hasMore, lastShown, onMore, rows.length]);

  return (
    <div {...zone}>
      <NewCallsLine
        count={waiting.length}
        onShow={() => {
          window.scrollTo({ top: 0 });
          focus.focusWhenShown(waiting[0]?.id);
          showAll();
        }}
      />
      <div role="table" aria-label={label} aria-rowcount={hasMore ? -1 : rows.length + 1} data-stale={stale}>
        <TableHead />
        <div
          role="rowgroup"
          ref={body}
          className={classes.body}
          style={{ height: virtualizer.getTotalSize() }}
          onKeyDown={focus.onKeyDown}
        >
          {items.map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <div
                  key={item.key}
                  role="row"
                  aria-rowindex={item.index + 2}
                  data-index={item.index}
                  data-status={row.kind === 'call' ? row.call.status : undefined}
                  ref={virtualizer.measureElement}
                  className={row.kind === 'day' ? classes.day : classes.row}
                  style={{ transform: `translateY(${item.start - margin}px)` }}
                >
                  {row.kind === 'day' ? (
                    <DayCell row={row} />
                  ) : (
                    <CallRow
                      call={row.call}
                      tabbable={row.key === focus.tabbableId}
                      linkRef={focus.linkRef}
                      onFocus={focus.onFocus}
                      recordingCell={recordingCell}
                      list={list}
                    />
                  )}
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Keeps the row of the tab order in the document wherever the list is scrolled to. */
const withRow = (indexes: number[], row: number): number[] =>
  row === -1 || indexes.includes(row) ? indexes : [...indexes, row].sort((a, b) => a - b);

function useOffsetTop(element: { readonly current: HTMLElement | null }): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => {
      const box = element.current?.getBoundingClientRect();
      setTop(box ? Math.round(box.top + window.scrollY) : 0);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}

function DayCell({ row }: { row: ListRow & { kind: 'day' } }) {
  const { i18n } = useTranslation();
  const now = useNow();
  return (
    <span role="cell" aria-colspan={columns.length}>
      {dayHeading(row.day, i18n.language, now)}
    </span>
  );
}

const columns = [
  'start',
  'direction',
  'customer',
  'result',
  'agent',
  'line',
  'duration',
  'recording',
  'marks',
] as const;

function TableHead() {
  const { t } = useTranslation('calls');
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        {columns.map((column) => (
          <span key={column} role="columnheader" data-column={column}>
            {t(`column.${column}`)}
          </span>
        ))}
      </div>
    </div>
  );
}
