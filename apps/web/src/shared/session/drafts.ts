import { useState } from 'react';
import { useViewer } from './viewer';

const prefix = 'callboard.draft.';

/** What somebody was writing in this tab, as `what` names it; null if there is nothing. */
export function useDraft(what: string): { kept: string | null; keep: (text: string | null) => void } {
  const key = `${prefix}${useViewer().id}.${what}`;
  const [kept] = useState(() => read(key));
  return { kept, keep: (text) => write(key, text) };
}

/** A text that outlives its screen: a call that comes in, a reload or a session that ends does not lose it. */
export function useDraftText(what: string): [text: string, change: (text: string) => void] {
  const { kept, keep } = useDraft(what);
  const [text, setText] = useState(kept ?? '');
  const change = (next: string): void => {
    setText(next);
    keep(next || null);
  };
  return [text, change];
}

/** Whoever leaves on purpose leaves nothing behind. */
export function forgetDrafts(): void {
  try {
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith(prefix))
      .forEach((key) => sessionStorage.removeItem(key));
  } catch {
    // A locked store holds nothing of ours.
  }
}

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string | null): void {
  try {
    if (text === null) {
      sessionStorage.removeItem(key);
    } else {
      sessionStorage.setItem(key, text);
    }
  } catch {
    // A browser without room or leave to store keeps the text on the screen alone.
  }
}
