import { MutationObserver, type QueryClient } from '@tanstack/react-query';
import { isPassing } from '../../shared/api/problem';
import type { Callee } from '../../shared/session/dialler';
import { isSameSpelling } from './phone-text';
import { callRequestQuery, isFinal, knownCallRequest, orderCallMutation } from './queries';
import { type RememberedWish, rememberedWishes, rememberWishes } from './wish-memory';

/** One press of a call button, from the press until it is taken off the screen. */
export interface Wish {
  /** Stays the same when the wish is tried again. */
  readonly id: string;
  readonly callee: Callee;
  readonly idempotencyKey: string;
  /** Set once the server has taken it. */
  readonly requestId: string | null;
  /** Why the server did not take it. */
  readonly problem: Error | null;
}

/** The viewer's call wishes in this tab. A press for somebody who is being called already changes nothing. */
export class Wishes {
  private wishes: readonly Wish[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(private readonly client: QueryClient) {}

  readonly shown = (): readonly Wish[] => this.wishes;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Takes a press; wishes that are over make room for it. */
  readonly dial = (callee: Callee): void => {
    const open = this.wishes.filter((wish) => this.isOpen(wish));
    if (open.some((wish) => isSameSpelling(wish.callee.number, callee.number))) {
      return;
    }
    const key = newKey();
    const wish: Wish = { id: key, callee, idempotencyKey: key, requestId: null, problem: null };
    this.become([...open, wish]);
    void this.send(wish);
  };

  /**
   * Tries a wish again that came to nothing.
   *
   * Where nobody knows whether the server took it, the key stays, so that it can not ring a second time.
   */
  readonly retry = (id: string): void => {
    const wish = this.wishes.find((each) => each.id === id);
    if (!wish || this.isOpen(wish)) {
      return;
    }
    const idempotencyKey = isPassing(wish.problem) ? wish.idempotencyKey : newKey();
    const again: Wish = { ...wish, idempotencyKey, requestId: null, problem: null };
    this.replace(again);
    void this.send(again);
  };

  readonly dismiss = (id: string): void => this.become(this.wishes.filter((wish) => wish.id !== id));

  /** Brings back what this tab had on its screen before it was loaded anew; calls that ended meanwhile stay away. */
  async restore(): Promise<void> {
    const found = await Promise.all(rememberedWishes().map((wish) => this.restored(wish)));
    const isNew = (wish: Wish): boolean => this.wishes.every(({ requestId }) => requestId !== wish.requestId);
    this.become([...found.filter((wish) => wish !== null).filter(isNew), ...this.wishes]);
  }

  private async restored({ requestId, callee }: RememberedWish): Promise<Wish | null> {
    const wish: Wish = { id: requestId, callee, idempotencyKey: newKey(), requestId, problem: null };
    try {
      const request = await this.client.fetchQuery(callRequestQuery(requestId));
      return request.state === 'ended' ? null : wish;
    } catch (error) {
      return isPassing(error) ? wish : null;
    }
  }

  private async send(wish: Wish): Promise<void> {
    const { number, contactId } = wish.callee;
    const order = new MutationObserver(this.client, orderCallMutation(this.client));
    try {
      const { id } = await order.mutate({
        idempotencyKey: wish.idempotencyKey,
        body: { to: number, ...(contactId ? { contactId } : {}) },
      });
      this.replace({ ...wish, requestId: id });
    } catch (error) {
      this.replace({ ...wish, problem: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  private isOpen({ requestId, problem }: Wish): boolean {
    const request = requestId === null ? undefined : knownCallRequest(this.client, requestId);
    return !problem && !(request && isFinal(request));
  }

  private replace(wish: Wish): void {
    this.become(this.wishes.map((each) => (each.id === wish.id ? wish : each)));
  }

  private become(wishes: readonly Wish[]): void {
    this.wishes = wishes;
    rememberWishes(
      wishes.flatMap(({ requestId, callee }) => (requestId === null ? [] : [{ requestId, callee }])),
    );
    this.listeners.forEach((listener) => listener());
  }
}

/** `crypto.randomUUID` exists on secure pages only; an office network may be plain http. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
