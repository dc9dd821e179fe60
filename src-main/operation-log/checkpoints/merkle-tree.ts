import { hash } from 'node:crypto';

interface Peak {
  readonly height: number;
  /** Its bytes, one to a character: a Buffer for each would cost more than the digest does. */
  readonly digest: string;
}

/**
 * The Merkle tree hash of RFC 6962, section 2.1, over a list that only grows. It keeps the roots of the full trees to the left, one for
 * each bit of the length, so that memory stays the same however long the list is.
 */
export class MerkleTree {
  readonly #peaks: Peak[] = [];

  /** `leaf`: the bytes of the next member. */
  add(leaf: Buffer): void {
    let grown: Peak = { height: 0, digest: digestOfLeaf(leaf) };
    for (let left = this.#peaks.at(-1); left?.height === grown.height; left = this.#peaks.at(-1)) {
      this.#peaks.pop();
      grown = { height: grown.height + 1, digest: digestOfNode(left.digest, grown.digest) };
    }
    this.#peaks.push(grown);
  }

  /** In hexadecimal. Of nothing: the digest of no bytes. */
  root(): string {
    const root = this.#peaks
      .map(({ digest }) => digest)
      .reduceRight<string | undefined>(
        (right, left) => (right === undefined ? left : digestOfNode(left, right)),
        undefined,
      );
    return root === undefined ? hash('sha256', '', 'hex') : Buffer.from(root, 'binary').toString('hex');
  }
}

const DIGEST_BYTES = 32;
/** What a node's digest is made of, filled in anew each time. */
const node = Buffer.alloc(1 + 2 * DIGEST_BYTES, 1);

function digestOfLeaf(leaf: Buffer): string {
  return hash('sha256', Buffer.concat([LEAF, leaf]), 'binary');
}

const LEAF = Buffer.of(0);

function digestOfNode(left: string, right: string): string {
  node.write(left, 1, 'binary');
  node.write(right, 1 + DIGEST_BYTES, 'binary');
  return hash('sha256', node, 'binary');
}
