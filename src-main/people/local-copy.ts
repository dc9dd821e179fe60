import type { Clock } from '../../src-shared/domain/clock.ts';
import { timestampOf } from '../../src-shared/domain/clock.ts';
import type { CacheState } from '../../src-shared/contract/session.ts';
import type { Cache, OpenCache } from '../cache/cache.ts';
import type { Events } from '../gateway/events.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';

export interface LocalCopyParts {
  readonly file: string;
  readonly key: Uint8Array;
  /** The key ends with this process: the copy is of no use to the next one and is discarded at exit. */
  readonly memoryOnly: boolean;
  readonly worker: URL;
  readonly openCache: OpenCache;
  readonly vrs: VrsClient;
  readonly clock: Clock;
  readonly events: Events;
}

const PAGE = 1_000;
/** How often the changes are fetched while somebody works, in milliseconds. */
const REFRESH_EVERY = 60_000;

/**
 * The terminal's copy of the municipality's people: opened at sign-in, filled from the change feed, kept current while somebody
 * works, closed at sign-out. Without it everything is asked of VRS.
 */
export class LocalCopy {
  readonly #parts: LocalCopyParts;
  #cache: Cache | undefined;
  #state: CacheState = { state: 'closed' };
  #refresh: NodeJS.Timeout | undefined;
  #filling: Promise<void> | undefined;
  #stop = new AbortController();
  /** Opening and closing, one after the other: whoever signs in while the last session still closes must not find its copy. */
  #turn: Promise<void> = Promise.resolve();
  /** Names the opening that counts; what an earlier one still has to say is of no interest. */
  #opening: symbol | undefined;

  constructor(parts: LocalCopyParts) {
    this.#parts = parts;
  }

  get state(): CacheState {
    return this.#state;
  }

  /** The open copy; undefined while it is closed or of no use. */
  get cache(): Cache | undefined {
    return this.#cache;
  }

  /** Opens the copy and begins to fill it; says by events how far it is. */
  async open(): Promise<void> {
    await this.#inTurn(() => this.#openFile());
    await this.fill();
  }

  /** Reads the change feed from where it was left to its end. A second call while one runs joins it. */
  fill(): Promise<void> {
    this.#filling ??= this.#fillFromFeed().finally(() => {
      this.#filling = undefined;
    });
    return this.#filling;
  }

  close(): Promise<void> {
    this.#stop.abort();
    return this.#inTurn(() => this.#end((cache) => cache.close()));
  }

  /** Closes and deletes the copy. */
  discard(): Promise<void> {
    this.#stop.abort();
    return this.#inTurn(() => this.#end((cache) => cache.discard()));
  }

  async #openFile(): Promise<void> {
    if (this.#cache) return;
    this.#stop = new AbortController();
    const opening = Symbol('opening');
    this.#opening = opening;
    const opened = await this.#parts.openCache({
      file: this.#parts.file,
      key: this.#parts.key,
      worker: this.#parts.worker,
      onFailure: (failure) => void this.#startAfresh(opening, failure === 'damaged'),
    });
    if (!opened.ok) {
      this.#become({ state: 'unavailable', code: opened.because });
      return;
    }
    this.#cache = opened.cache;
    this.#refresh = setInterval(() => void this.fill(), REFRESH_EVERY);
    this.#refresh.unref();
  }

  async #end(ending: (cache: Cache) => Promise<void>): Promise<void> {
    clearInterval(this.#refresh);
    this.#stop.abort();
    await this.#filling;
    const cache = this.#cache;
    this.#cache = undefined;
    this.#opening = undefined;
    if (cache) await ending(cache);
    this.#become({ state: 'closed' });
  }

  /** The open copy stopped being usable: a damaged one is deleted, and either way it is opened and filled again. */
  async #startAfresh(opening: symbol, isDamaged: boolean): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#opening !== opening) return;
      await this.#end((cache) => (isDamaged ? cache.discard() : cache.close()));
      await this.#openFile();
    });
    await this.fill();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const ended = this.#turn.then(work);
    // Whoever asked for this hears of its failure; the next one in the row must not.
    this.#turn = ended.catch(() => undefined);
    return ended;
  }

  async #fillFromFeed(): Promise<void> {
    const cache = this.#cache;
    if (!cache) return;
    const before = await cache.sync.position();
    if (!before.ok) return;
    let cursor = before.value?.cursor;
    let done = 0;
    for (let remaining = 1; remaining > 0;) {
      const askedAt = timestampOf(this.#parts.clock.now());
      const page = await this.#parts.vrs.call(
        'people.changes',
        { query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } },
        { signal: this.#stop.signal },
      );
      if (!page.ok) break;
      ({ cursor, remaining } = page.value);
      const asOf = remaining === 0 ? askedAt : (before.value?.asOf ?? null);
      const { people, removed } = page.value;
      const taken = await cache.sync.take(people, { cursor, asOf }, removed);
      if (!taken.ok) return;
      done += people.length;
      // Only the first filling is worth a picture; later ones bring a handful.
      if (before.value?.asOf === undefined || before.value.asOf === null) {
        const { memoryOnly } = this.#parts;
        this.#become({ state: 'filling', done, total: done + remaining, memoryOnly });
      }
    }
    await this.#tellHowCurrent(cache);
  }

  async #tellHowCurrent(cache: Cache): Promise<void> {
    const [position, people] = await Promise.all([cache.sync.position(), cache.people.count()]);
    if (!position.ok || !people.ok || this.#cache !== cache) return;
    const asOf = position.value?.asOf ?? null;
    if (asOf === null) return;
    this.#become({ state: 'ready', people: people.value, asOf, memoryOnly: this.#parts.memoryOnly });
  }

  #become(state: CacheState): void {
    this.#state = state;
    this.#parts.events.emit({ type: 'cache', cache: state });
  }
}
