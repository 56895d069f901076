// Who owns what of the runtime, and until when. Native objects are deleted when nothing of JavaScript
// can use them any more: functions, memories and buffers hold the owner, and the owner its parts.
import { createTrap } from '../bridge/trap.js';

const registry = new FinalizationRegistry<readonly (() => void)[]>((steps) => {
  for (const step of steps) step();
});

const owners = new WeakMap<object, object>();

/** Lets an object, such as a buffer, keep its owner alive. */
export function keepAlive(object: object, owner: object): void {
  owners.set(object, owner);
}

export class Owner {
  readonly #uses: readonly Owner[];
  /** Why it may be used no more. */
  #ended: string | undefined;

  /**
   * @param uses what must live longer
   * @param steps what deletes it, in this order; they must not refer to the owner
   */
  constructor(uses: readonly Owner[], steps: readonly (() => void)[]) {
    this.#uses = uses;
    // While it waits for its deletion, it holds what it uses.
    registry.register(this, [...steps, () => void uses]);
  }

  /** From now on, using it, or what uses it, is an error; what is native lives on until nobody can. */
  end(reason: string): void {
    this.#ended ??= reason;
  }

  get ended(): string | undefined {
    return this.#ended ?? this.#uses.find(({ ended }) => ended !== undefined)?.ended;
  }

  /** @throws a trap MODULE_DISPOSED */
  assertUsable(): void {
    const { ended } = this;
    if (ended !== undefined) throw createTrap(ended, { code: 'MODULE_DISPOSED' });
  }
}
