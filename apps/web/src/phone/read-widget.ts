import type { FromPhone, PhoneProblem } from '@callboard/contracts';
import { globalsOf } from './widget-globals';

type Activity = Extract<FromPhone, { type: 'phone.activity' }>['state'];

/** What can be seen of the widget from outside; null where this build of it does not show. */
export interface WidgetReading {
  readonly problem: PhoneProblem | null;
  readonly registered: boolean | null;
  readonly activity: Activity | null;
}

/** Words that the widget was seen to show; it has no error codes. */
const complaints: readonly (readonly [RegExp, PhoneProblem])[] = [
  [/integration[\s_-]*(is[\s_-]*)?disabled/i, 'domain_not_registered'],
  [/sip[\s_-]*not[\s_-]*found/i, 'key_refused'],
];

/** States of calls by the names that builds of the widget were seen to use. */
const activities: Readonly<Record<string, Activity>> = {
  ready: 'idle',
  idle: 'idle',
  registered: 'idle',
  connected: 'idle',
  busy: 'idle',
  rejected: 'idle',
  canceled: 'idle',
  incoming: 'ringing',
  outgoing: 'ringing',
  ringing: 'ringing',
  accepted: 'talking',
  confirmed: 'talking',
  talking: 'talking',
};

/** Reads the widget without touching it: the words it shows, and its state where its build has one. */
export function readWidget(view: Window): WidgetReading {
  const words = visibleWords(view.document.body);
  const problem = complaints.find(([pattern]) => pattern.test(words))?.[1] ?? null;
  const state = stateOf(view);
  const activity = (state !== undefined && activities[state]) || null;
  return { problem, registered: problem ? false : activity && true, activity };
}

function stateOf(view: Window): string | undefined {
  const globals = globalsOf(view);
  const candidates = [
    view.document.querySelector<HTMLElement>('.webphone[data-state]')?.dataset.state,
    property(property(globals.zdrmWPhI, 'apiWidget'), 'callState'),
    property(globals.zdrmWebPhone, 'callState'),
  ];
  return candidates.find((state) => typeof state === 'string')?.toLowerCase();
}

/** A property of something of which nothing is known; reading it may even throw. */
function property(holder: unknown, name: string): unknown {
  try {
    return typeof holder === 'object' && holder !== null
      ? (holder as Record<string, unknown>)[name]
      : undefined;
  } catch {
    return undefined;
  }
}

/** Text that can be seen: a widget may keep all its complaints in the page and show one of them. */
function visibleWords(body: HTMLElement): string {
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const words: string[] = [];
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode as Text;
    if (parentElement && data.trim() && isShown(parentElement)) {
      words.push(data.trim());
    }
  }
  return words.join(' ');
}

function isShown(element: HTMLElement): boolean {
  return (
    !/^(SCRIPT|STYLE|TEMPLATE|NOSCRIPT)$/.test(element.tagName) &&
    // Older browsers cannot tell; then everything counts as shown.
    (typeof element.checkVisibility !== 'function' || element.checkVisibility())
  );
}
