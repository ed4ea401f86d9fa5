import { useEffect, useState } from 'react';
import { fetchPart } from './fetch-part';
import { serverAnswers, untilServerAnswers } from './server-back';

/** What became of a part of the application that could not be fetched. */
export interface Late<Part> {
  /** Set once it is there after all. */
  part: Part | null;
  /** The server is there, the part is not: after an update only a page that is loaded anew knows the new ones. */
  isGone: boolean;
}

/** Fetches a part again as soon as the server answers. `known` remembers it from one time on the screen to the next. */
export function useLate<Part>(load: () => Promise<Part>, known: { part: Part | null }) {
  const [found, setFound] = useState<Late<Part>>({ part: known.part, isGone: false });
  const [presses, setPresses] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    if (!known.part) {
      void untilServerAnswers(leaving.signal, 0)
        .then(() => fetchPart(load))
        .then(
          (part) => {
            known.part = part;
            setFound({ part, isGone: false });
          },
          () => setFound({ part: null, isGone: true }),
        );
    }
    return () => leaving.abort();
  }, [known, load, presses]);
  const again = (): void => {
    setFound({ part: null, isGone: false });
    setPresses(presses + 1);
  };
  return { ...found, onRetry: found.isGone ? () => void reloadIfThere(again) : again };
}

/** A page that is loaded anew while the server is away is lost, and nothing would bring it back by itself. */
async function reloadIfThere(otherwise: () => void): Promise<void> {
  if (await serverAnswers()) {
    window.location.reload();
  } else {
    otherwise();
  }
}
