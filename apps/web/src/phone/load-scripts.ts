import type { PhoneProblem } from '@callboard/contracts';

/** The widget did not come; `problem` says what is known of the reason. */
export class WidgetMissingError extends Error {
  constructor(readonly problem: PhoneProblem) {
    super(`The widget is not there: ${problem}`);
    this.name = 'WidgetMissingError';
  }
}

/**
 * Runs `work` until it ends or a script is kept from loading by whomever: our own policy, a blocker, the network, or
 * the server it comes from. The scripts of the widget bring further ones, so the whole page is watched.
 *
 * @throws WidgetMissingError
 */
export async function withUnblockedScripts<T>(view: Window, work: () => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const { signal } = ended;
  const failed = new Promise<never>((_, reject) => {
    const onError = ({ target }: Event): void => {
      if (target instanceof HTMLScriptElement) {
        reject(new WidgetMissingError('script_blocked'));
      }
    };
    const onViolation = ({ effectiveDirective }: SecurityPolicyViolationEvent): void => {
      if (effectiveDirective.startsWith('script-src')) {
        reject(new WidgetMissingError('script_blocked'));
      }
    };
    // Failed resources do not bubble, they are only seen on the way down.
    view.addEventListener('error', onError, { capture: true, signal });
    view.document.addEventListener('securitypolicyviolation', onViolation, { signal });
  });
  try {
    return await Promise.race([work(), failed]);
  } finally {
    ended.abort();
  }
}

/**
 * Loads the scripts one after another, since a later one uses what an earlier one defines, within `timeLimit` ms in all.
 *
 * @throws WidgetMissingError
 */
export async function loadScripts(
  page: Document,
  addresses: readonly string[],
  timeLimit: number,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WidgetMissingError('load_timeout')), timeLimit);
  });
  try {
    for (const address of addresses) {
      await Promise.race([loadScript(page, address), late]);
    }
  } finally {
    clearTimeout(timer);
  }
}

function loadScript(page: Document, address: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const script = page.createElement('script');
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new WidgetMissingError('script_blocked'));
    page.head.append(script);
  });
}
