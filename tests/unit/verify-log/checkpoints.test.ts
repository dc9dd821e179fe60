import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { checkpointOf } from '../../../src-main/operation-log/checkpoints/checkpoint.ts';
import { MerkleTree } from '../../../src-main/operation-log/checkpoints/merkle-tree.ts';
import { type Chain, emptyChain, startFile } from '../../../tools/verify-log/chain.ts';
import {
  type CheckpointFile,
  missingHere,
  readCheckpoints,
} from '../../../tools/verify-log/checkpoint-files.ts';
import { readPublicKeys } from '../../../tools/verify-log/checkpoint-grammar.ts';
import { rootOf, withEntry } from '../../../tools/verify-log/day-tree.ts';
import { beyond } from '../../../tools/verify-log/evidence.ts';
import type { Line } from '../../../tools/verify-log/line-grammar.ts';
import { readLines } from '../../../tools/verify-log/log-files.ts';
import { checkpointsOf, fiveDays, key, publicKey } from './a-signed-log.ts';
import { entryIn, rewritten, writtenLog } from './a-written-log.ts';

const lines = fiveDays();
const signed = checkpointsOf(lines, [1, 25, 100, 139, 180, 200]);
const keys = readPublicKeys(publicKey);
const read = (checkpoints: readonly Buffer[]): CheckpointFile =>
  readCheckpoints('checkpoints.jsonl', Buffer.concat(checkpoints), keys);
const untouched = read(signed);

const sequenceOf = (line: Buffer): number => entryIn(line).sequence;

/** The log, held against the checkpoints as they were written. */
function heldAgainst(log: readonly Buffer[], file = untouched): Chain {
  const proofs = Map.groupBy(file.proofs, ({ sequence }) => sequence);
  return readLines(startFile(emptyChain(0, proofs), 'a-file'), Buffer.concat(log));
}

/** The number that the verifier names as the first bad one; undefined where it finds nothing. */
function firstBad(log: readonly Buffer[]): number | undefined {
  const chain = heldAgainst(log);
  return [...chain.findings, ...beyond(chain)].map(({ at }) => at).toSorted((a, b) => a - b)[0];
}

describe('SECURITY P7, H75: a log that nobody touched', () => {
  it('agrees with every checkpoint, of every day', () => {
    expect(untouched.findings).toEqual([]);
    expect(untouched.proofs.map(({ sequence }) => sequence)).toEqual([
      1, 25, 40, 80, 100, 120, 139, 160, 180, 200,
    ]);
    expect(untouched.proofs.map(({ first }) => first)).toEqual([1, 1, 1, 41, 81, 81, 121, 121, 161, 161]);
    expect(heldAgainst(lines)).toMatchObject({ findings: [], proven: 10, provenUpTo: 200 });
  });

  it('agrees also where its first files were moved to an archive', () => {
    const rest = rewritten(lines, 0, () => ({})).slice(0, 1);
    expect(rest).toHaveLength(1);
    const proofs = Map.groupBy(untouched.proofs, ({ sequence }) => sequence);
    // A segment begins with an opening entry, which is made of the entry that stands there.
    const chain = { ...startFile(emptyChain(0, proofs), 'a-file'), atStart: false, logId: '0'.repeat(32) };
    const archived = readLines(chain, Buffer.concat(lines.slice(60)));
    expect(archived).toMatchObject({ findings: [], provenUpTo: 200, proven: 7 });
  });
});

describe('SECURITY P7, H75: whoever knows the format and writes the log again with the right hashes', () => {
  it.each([2, 25, 26, 40, 41, 81, 100, 101, 139, 140, 161, 181, 200])(
    'from entry %i on is found, between the last checkpoint that holds and the first that does not',
    (from) => {
      const forged = rewritten(lines, from - 1, ({ sequence }) =>
        sequence === from ? { result: 'forged' } : {},
      );
      const before = untouched.proofs.findLast(({ sequence }) => sequence < from)?.sequence ?? 0;
      expect(firstBad(forged)).toBe(before + 1);
      expect(before + 1).toBeLessThanOrEqual(from);
    },
  );

  it('is found at every checkpoint behind it', () => {
    const forged = rewritten(lines, 49, ({ sequence }) => (sequence === 50 ? { result: 'forged' } : {}));
    expect(heldAgainst(forged).findings).toHaveLength(7);
  });

  it('cannot take an entry out, put one in, or change the order', () => {
    const without = lines.toSpliced(59, 1);
    const renumbered = rewritten(without, 59, ({ sequence }) => ({ sequence: sequence - 1 }));
    expect(heldAgainst(renumbered).findings[0]?.at).toBe(41);
    const doubled = lines.toSpliced(60, 0, ...lines.slice(59, 60));
    let sequence = 60;
    const longer = rewritten(doubled, 60, () => ({ sequence: (sequence += 1) }));
    expect(heldAgainst(longer).findings[0]?.at).toBe(41);
    const swapped = lines.with(60, lines[61] ?? Buffer.alloc(0)).with(61, lines[60] ?? Buffer.alloc(0));
    sequence = 60;
    expect(heldAgainst(rewritten(swapped, 60, () => ({ sequence: (sequence += 1) }))).findings[0]?.at).toBe(
      41,
    );
  });

  it('cannot turn the clock back, nor move an entry to another day', () => {
    const moved = rewritten(lines, 119, ({ sequence, time }) =>
      sequence === 120 ? { time: time.replace('2026-11-22', '2026-11-23') } : {},
    );
    expect(firstBad(moved)).toBe(101);
    const back = rewritten(lines, 149, ({ sequence, time }) =>
      sequence >= 150 && sequence < 155 ? { time: time.replace('2026-11-23', '2026-11-20') } : {},
    );
    expect(heldAgainst(back).turnedBack).toEqual([150]);
    expect(firstBad(back)).toBe(140);
  });
});

/** The checkpoints that the verifier misses. */
function demanded(log: readonly Buffer[], checkpoints: readonly Buffer[]): Chain['missing'] {
  const proofs = Map.groupBy(read(checkpoints).proofs, ({ sequence }) => sequence);
  return readLines(startFile(emptyChain(0, proofs, true), 'a-file'), Buffer.concat(log)).missing;
}

describe('SECURITY P7, H75: a checkpoint that has to be there', () => {
  it('is that of each day that is over: without it the day is named, and nothing else is wrong', () => {
    expect(demanded(lines, signed)).toEqual({ count: 0, first: [] });
    for (const [index, end] of [40, 80, 120, 160].entries()) {
      const without = signed.filter((line) => sequenceOf(line) !== end);
      const day = `2026-11-${20 + index}`;
      expect(demanded(lines, without)).toMatchObject({ count: 1, first: [{ sequence: end, day }] });
    }
    // The newest day may still go on.
    expect(demanded(lines, signed.slice(0, -1))).toMatchObject({ count: 0 });
    expect(demanded(lines, [])).toMatchObject({ count: 4, first: [{ sequence: 40 }, {}, {}, {}] });
  });

  it('is that of each entry that says that a session ended', () => {
    const ended = rewritten(lines, 0, ({ sequence }) => {
      if (sequence === 30) return { operation: 'session.signOut' };
      if (sequence === 90) return { operation: 'session.ended', result: 'expired' };
      return sequence === 95 ? { operation: 'session.signOut', result: 'begun' } : {};
    });
    expect(demanded(ended, checkpointsOf(ended, [30, 90]))).toMatchObject({ count: 0 });
    expect(demanded(ended, checkpointsOf(ended, []))).toMatchObject({
      first: [{ sequence: 30 }, { sequence: 90 }],
    });
  });

  it('is that of every thousandth entry', () => {
    const long = writtenLog(2_100);
    expect(demanded(long, checkpointsOf(long, [1_000, 2_000]))).toMatchObject({ count: 0 });
    expect(demanded(long, checkpointsOf(long, [999, 2_000]))).toMatchObject({
      count: 1,
      first: [{ sequence: 1_000 }],
    });
  });
});

describe('SECURITY P7, H75: a log that ends before its newest checkpoint', () => {
  it('was cut off or set back: whichever entry is the last one, the next one is named', () => {
    const named = lines.slice(0, -1).map((_, index) => firstBad(lines.slice(0, index + 1)));
    expect(named).toEqual(lines.slice(0, -1).map((_, index) => index + 2));
  });

  it('and went on from an older copy is found too', () => {
    const older = lines.slice(0, 90);
    const goneOn = rewritten(lines, 90, () => ({ reason: '電話' })).slice(0, 130);
    expect(goneOn.slice(0, 90)).toEqual(older);
    expect(firstBad(goneOn)).toBe(81);
  });
});

describe('SECURITY P7, H75: a checkpoint file', () => {
  it('shows every change of a single byte in the right line', { timeout: 120_000 }, () => {
    const bytes = Buffer.concat(signed.slice(0, 3));
    let line = 1;
    const missed: string[] = [];
    for (let at = 0; at < bytes.length - 1; at += 1) {
      const old = bytes.readUInt8(at);
      for (const mask of [1 << (at % 8), 0x20]) {
        bytes.writeUInt8(old ^ mask, at);
        const [found] = readCheckpoints('a', bytes, keys).findings;
        if (found?.line !== line) missed.push(`byte ${at}, mask ${mask}: ${found?.line ?? 'nothing'}`);
      }
      bytes.writeUInt8(old, at);
      if (old === 0x0a) line += 1;
    }
    expect(missed).toEqual([]);
  });

  it('misses a line that was taken out, and shows one that was put in or moved', () => {
    for (let index = 0; index < signed.length - 1; index += 1) {
      expect(read(signed.toSpliced(index, 1)).findings[0]?.line).toBe(index + 1);
      expect(read(signed.toSpliced(index, 0, ...signed.slice(index, index + 1))).findings[0]?.line).toBe(
        index + 2,
      );
      const [one, other] = signed.slice(index, index + 2);
      const swapped = signed.toSpliced(index, 2, ...[other, one].filter((line) => line !== undefined));
      expect(read(swapped).findings[0]?.line).toBe(index + 1);
    }
  });

  it('takes no signature of another key, and no other spelling of a right one', () => {
    const other = generateKeyPairSync('ed25519').privateKey;
    const forged = readCheckpoints('a', Buffer.concat(checkpointsOf(lines, [200], other)), keys);
    expect(forged.proofs).toEqual([]);
    expect(forged.findings[0]?.why).toBe('知らない鍵で署名されています');
    const [first = Buffer.alloc(0)] = signed;
    const text = first.toString('utf8');
    const signature = checkpointOf(text.trimEnd())?.signature ?? '';
    // The last letter of 64 bytes in base64url has four bits to spare.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet[alphabet.indexOf(signature.at(-1) ?? '') + 1] ?? '';
    const respelled = text.replace(signature, `${signature.slice(0, -1)}${last}`);
    expect(Buffer.from(signature.slice(0, -1) + last, 'base64url')).toEqual(
      Buffer.from(signature, 'base64url'),
    );
    expect(read([Buffer.from(respelled)]).findings[0]?.line).toBe(1);
  });

  it('that was cut off is found by its copy', () => {
    expect(missingHere(read(signed.slice(0, 7)), untouched)).toMatchObject([{ line: 8 }]);
    expect(missingHere(undefined, untouched)).toMatchObject([{ line: 1 }]);
    // The copy may be behind.
    expect(missingHere(untouched, read(signed.slice(0, 7)))).toEqual([]);
  });
});

describe('the Merkle tree hash of RFC 6962', () => {
  // The test vectors of Certificate Transparency.
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  it('is what others make of the same leaves', () => {
    const tree = new MerkleTree();
    const made = leaves.map((leaf) => {
      tree.add(Buffer.from(leaf, 'hex'));
      return tree.root();
    });
    expect(made).toEqual(roots);
  });

  it('is the same in the writer and in the verifier, for any length', () => {
    const tree = new MerkleTree();
    let theirs: ReturnType<typeof withEntry> | undefined;
    for (const line of lines) {
      const { hash, sequence } = entryIn(line);
      tree.add(Buffer.from(hash, 'hex'));
      const taken = { hash, sequence, time: '2026-11-20T00:00:00.000Z' } as Line;
      theirs = withEntry(theirs, taken, 'a', true);
      expect(rootOf(theirs)).toBe(tree.root());
    }
  });
});

it('the example of docs/operation-log.md is a right one, of the entry that it says', () => {
  const page = readFileSync(new URL('../../../docs/operation-log.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```text\n(.*)\n```/g)].map((block) => block[1] ?? '');
  const [entry = '', , checkpoint = ''] = examples;
  const { findings, proofs } = read([Buffer.from(`${checkpoint}\n`)]);
  expect(findings).toEqual([]);
  const { hash, sequence } = entryIn(Buffer.from(entry));
  const tree = new MerkleTree();
  tree.add(Buffer.from(hash, 'hex'));
  expect(proofs).toMatchObject([{ hash, sequence, first: sequence, root: tree.root() }]);
});

it('the public key of a checkpoint is that of its private key', () => {
  expect([...keys.values()][0]?.equals(createPublicKey(key))).toBe(true);
});
