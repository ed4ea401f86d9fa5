import { useEffect, useRef } from 'react';

/** Calls `act` with the newest value once it has not changed for `delay` milliseconds. */
export function useDebounced<Value>(value: Value, delay: number, act: (value: Value) => void): void {
  const latest = useRef(act);
  const settled = useRef(value);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const timer = setTimeout(() => {
      if (settled.current !== value) {
        settled.current = value;
        latest.current(value);
      }
    }, delay);
    return () => clearTimeout(timer);
  }, [value, delay]);
}
