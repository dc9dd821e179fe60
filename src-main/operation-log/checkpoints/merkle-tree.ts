import { hash } from 'node:crypto';

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

interface Peak {
  readonly height: number;
  readonly digest: Buffer;
}

/**
 * The Merkle tree hash of RFC 6962, section 2.1, over a list that only grows. It keeps the roots of the full trees to the left, one for
 * each bit of the length, so that memory stays the same however long the list is.
 */
export class MerkleTree {
  readonly #peaks: Peak[] = [];

  /** `leaf`: the bytes of the next member. */
  add(leaf: Buffer): void {
    let grown: Peak = { height: 0, digest: digestOf(LEAF, leaf) };
    for (let left = this.#peaks.at(-1); left?.height === grown.height; left = this.#peaks.at(-1)) {
      this.#peaks.pop();
      grown = { height: grown.height + 1, digest: digestOf(NODE, left.digest, grown.digest) };
    }
    this.#peaks.push(grown);
  }

  /** In hexadecimal. Of nothing: the digest of no bytes. */
  root(): string {
    const root = this.#peaks
      .map(({ digest }) => digest)
      .reduceRight<Buffer | undefined>(
        (right, left) => (right === undefined ? left : digestOf(NODE, left, right)),
        undefined,
      );
    return root?.toString('hex') ?? hash('sha256', '', 'hex');
  }
}

function digestOf(...parts: readonly Buffer[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer');
}
