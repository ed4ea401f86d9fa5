import type { ToPhone } from '@callboard/contracts';

type Start = Extract<ToPhone, { type: 'phone.start' }>;

/** What the widget's second script defines; its arguments are described nowhere but in Zadarma's own snippets. */
type WidgetFunction = (
  key: string,
  sip: string,
  shape: Start['shape'],
  language: Start['language'],
  fixed: boolean,
  position: Readonly<Record<string, string>>,
) => void;

/** Names its first script has defined over the years, of v9 and of v8. The function is of no use without one of them. */
const interfaceNames = ['zdrmWebrtcPhoneInterface', 'zdrmWPhI', 'zdrmWebrtcPhone', 'zdrmWebPhone'] as const;

const lookEvery = 100;

/** The globals of a page, of which nothing is certain. */
export const globalsOf = (view: Window): Readonly<Record<string, unknown>> =>
  view as unknown as Record<string, unknown>;

/** The widget's function once it and what it needs are both there, else undefined. */
export function findWidget(view: Window): WidgetFunction | undefined {
  const globals = globalsOf(view);
  const { zadarmaWidgetFn } = globals;
  const isComplete = interfaceNames.some((name) => Boolean(globals[name]));
  return typeof zadarmaWidgetFn === 'function' && isComplete
    ? (zadarmaWidgetFn as WidgetFunction)
    : undefined;
}

/** Looks for the widget until it is there; its scripts bring the rest of it at a time of their own. */
export function waitForWidget(view: Window, timeLimit: number): Promise<WidgetFunction | undefined> {
  return new Promise((resolve) => {
    const giveUpAt = Date.now() + timeLimit;
    const look = (): void => {
      const widget = findWidget(view);
      if (widget || Date.now() >= giveUpAt) {
        view.clearInterval(timer);
        resolve(widget);
      }
    };
    const timer = view.setInterval(look, lookEvery);
    look();
  });
}

const places: Readonly<Record<Start['position'], Readonly<Record<string, string>>>> = {
  top_left: { left: '10px', top: '5px' },
  top_right: { right: '10px', top: '5px' },
  bottom_right: { right: '10px', bottom: '5px' },
  bottom_left: { left: '10px', bottom: '5px' },
};

/** Lets the widget draw its phone and register it. A position as text, as old snippets have it, breaks v9. */
export function startWidget(widget: WidgetFunction, start: Start): void {
  const { key, login, shape, language, position } = start;
  widget(key, login, shape, language, true, places[position]);
}
