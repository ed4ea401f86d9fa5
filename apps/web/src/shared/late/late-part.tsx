import { type ComponentType, lazy } from 'react';
import { fetchPart } from './fetch-part';
import { LateNotice } from './late-notice';
import classes from './late-part.module.css';
import { useLate } from './use-late';

/**
 * A part that is fetched when it is first wanted, like `lazy` of React. That one remembers a failure for ever and takes
 * down the screen around it; this one says in the corner what is missing, and fetches it as soon as the server is back.
 */
export function latePart<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => ({ default: await fetchPart(load).catch(() => fetchedLater(load)) }));
}

function fetchedLater<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const known: { part: ComponentType<Props> | null } = { part: null };
  return function LatePart(props: Props) {
    const { part: Part, ...late } = useLate(load, known);
    return Part ? (
      <Part {...props} />
    ) : (
      <div className={classes.corner}>
        <LateNotice {...late} />
      </div>
    );
  };
}
