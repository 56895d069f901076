// Who owns what of the runtime, and until when. Native objects are deleted when nothing of JavaScript
// can use them any more: functions, memories and buffers hold the owner, and the owner its parts.
import { createTrap } from '../bridge/trap.js';

const registry = new FinalizationRegistry<readonly (() => void)[]>((steps) => {
  for (const step of steps) step();
});

const owners = new WeakMap<object, Set<object>>();

/** Lets an object, such as a buffer or a function, keep an owner alive. */
export function keepAlive(object: object, owner: object): void {
  const known = owners.get(object);
  if (known) known.add(owner);
  else owners.set(object, new Set([owner]));
}

/** What keepAlive() said of it. */
export function ownersOf(object: object): Iterable<object> {
  return owners.get(object) ?? [];
}

export class Owner {
  readonly #needs: readonly Owner[];
  // Not held by the registry: they may refer to this owner, which would never be collected then.
  readonly #adopted = new Set<object>();
  /** Why it may be used no more. */
  #ended: string | undefined;

  /**
   * @param needs what must live longer
   * @param steps what deletes it, in this order; they must not refer to the owner
   */
  constructor(needs: readonly Owner[], steps: readonly (() => void)[]) {
    this.#needs = needs;
    // While it waits for its deletion, it holds what it needs.
    registry.register(this, [...steps, () => void needs]);
  }

  /** Something else must live as long: what it was given a reference to. */
  adopt(other: object): void {
    if (other !== this) this.#adopted.add(other);
  }

  /** From now on, using it, or what uses it, is an error; what is native lives on until nobody can. */
  end(reason: string): void {
    this.#ended ??= reason;
  }

  get ended(): string | undefined {
    if (this.#ended !== undefined) return this.#ended;
    for (const used of this.#needs) {
      if (used.ended !== undefined) return used.ended;
    }
    return undefined;
  }

  /** @throws a trap MODULE_DISPOSED */
  assertUsable(): void {
    const { ended } = this;
    if (ended !== undefined) throw createTrap(ended, { code: 'MODULE_DISPOSED' });
  }
}
