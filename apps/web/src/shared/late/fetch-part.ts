import { limits } from '../api/client';

/** Style sheets that could not be fetched. Vite asks for each once, and shows what needs it without it the next time. */
const missingStyles = new Set<HTMLLinkElement>();

// Such events do not bubble.
document.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') {
      missingStyles.add(target);
    }
  },
  true,
);

/** Fetches a part of the application, with the style sheets that failed before; no longer than an answer may take. */
export async function fetchPart<Part>(load: () => Promise<Part>): Promise<Part> {
  let limit: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    limit = setTimeout(
      () => reject(new Error('A part of the application did not come in time')),
      limits.usual,
    );
  });
  const fetching = Promise.all([...missingStyles].map(fetchStyle)).then(load);
  try {
    return await Promise.race([fetching, tooLate]);
  } finally {
    clearTimeout(limit);
  }
}

function fetchStyle(link: HTMLLinkElement): Promise<void> {
  missingStyles.delete(link);
  const again = link.cloneNode() as HTMLLinkElement;
  return new Promise((resolve, reject) => {
    again.addEventListener('load', () => resolve(), { once: true });
    again.addEventListener('error', () => reject(new Error('A style sheet could not be fetched')), {
      once: true,
    });
    link.replaceWith(again);
  });
}
