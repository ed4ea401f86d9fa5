import { type KeyboardEvent, useCallback, useRef, useState } from 'react';
import { NavigationType, useNavigationType } from 'react-router';
import { callRowAt, type ListRow } from './list-rows';

/** The call last opened, so that coming back lands on its row. */
let lastFocused: string | null = null;

interface RowFocus {
  /** The one call row in the tab order. */
  tabbableId: string | null;
  tabbableIndex: number;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: (id: string) => void;
  linkRef: (link: HTMLAnchorElement | null) => void;
  /** Goes to a call that is about to be drawn. */
  focusWhenShown: (id: string | undefined) => void;
}

/** Moves the focus through a virtualised list: up, down, Home and End; Enter is the link's own. */
export function useRowFocus(rows: readonly ListRow[], scrollTo: (index: number) => void): RowFocus {
  const [activeId, setActiveId] = useState(lastFocused);
  const isReturning = useNavigationType() === NavigationType.Pop;
  const wanted = useRef(isReturning ? lastFocused : null);
  const activeIndex = rows.findIndex((row) => row.kind === 'call' && row.key === activeId);
  const tabbableIndex = activeIndex === -1 ? callRowAt(rows, -1, 1) : activeIndex;
  const tabbable = rows[tabbableIndex];

  const onFocus = useCallback((id: string) => {
    lastFocused = id;
    setActiveId(id);
  }, []);

  // Rows mount as they scroll into view, so the focus may have to wait for its row.
  const linkRef = useCallback((link: HTMLAnchorElement | null) => {
    if (link && link.dataset['callId'] === wanted.current) {
      wanted.current = null;
      link.focus({ preventScroll: true });
    }
  }, []);

  const focusWhenShown = (id: string | undefined): void => {
    if (id !== undefined) {
      wanted.current = id;
      setActiveId(id);
    }
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = targetOf(event, rows, tabbableIndex);
    const row = rows[target];
    if (row?.kind !== 'call' || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    scrollTo(target);
    const link = event.currentTarget.querySelector<HTMLAnchorElement>(`[data-call-id="${row.key}"]`);
    if (link) {
      link.focus({ preventScroll: true });
    } else {
      focusWhenShown(row.key);
    }
  };

  return { tabbableId: tabbable?.key ?? null, tabbableIndex, onKeyDown, onFocus, linkRef, focusWhenShown };
}

function targetOf(event: KeyboardEvent, rows: readonly ListRow[], current: number): number {
  switch (event.key) {
    case 'ArrowDown':
      return callRowAt(rows, current, 1);
    case 'ArrowUp':
      return callRowAt(rows, current, -1);
    case 'Home':
      return callRowAt(rows, -1, 1);
    case 'End':
      return callRowAt(rows, rows.length, -1);
    default:
      return -1;
  }
}
