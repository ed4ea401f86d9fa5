import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Wish, Wishes } from './wishes';

/** The viewer's call wishes of this tab, and what moves them. */
export function useWishes(): { shown: readonly Wish[]; wishes: Wishes } {
  const client = useQueryClient();
  const [wishes] = useState(() => new Wishes(client));
  useEffect(() => void wishes.restore(), [wishes]);
  return { shown: useSyncExternalStore(wishes.subscribe, wishes.shown), wishes };
}
