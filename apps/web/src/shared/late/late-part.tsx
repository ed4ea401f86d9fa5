import { type ComponentType, lazy, useState } from 'react';
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
    const [isClosed, setClosed] = useState(false);
    if (Part) {
      return <Part {...props} />;
    }
    const onClose = () => {
      setClosed(true);
      closeOf(props)?.();
    };
    return isClosed ? null : (
      <div className={classes.corner}>
        <LateNotice {...late} onClose={onClose} />
      </div>
    );
  };
}

/** A dialog whose notice is closed is not wanted any more, and must not open when the server is back. */
const closeOf = (props: object): (() => void) | undefined =>
  'onClose' in props && typeof props.onClose === 'function' ? (props.onClose as () => void) : undefined;
