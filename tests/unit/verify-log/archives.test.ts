import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ArchiveSum } from '../../../src-main/operation-log/archives/archive-sum.ts';
import { manifestLine, manifestOf } from '../../../src-main/operation-log/archives/manifest.ts';
import { signerOf } from '../../../src-main/operation-log/checkpoints/checkpoint.ts';
import { lineOf } from '../../../src-main/operation-log/entry.ts';
import { openingAfter } from '../../../src-main/operation-log/opening.ts';
import { archiveFindings, readArchive } from '../../../tools/verify-log/archives.ts';
import { readPublicKeys } from '../../../tools/verify-log/checkpoint-grammar.ts';
import { type Chain, emptyChain } from '../../../tools/verify-log/chain.ts';
import { readFile } from '../../../tools/verify-log/log-files.ts';
import { key, logId, publicKey } from './a-signed-log.ts';
import { blackedOut, entry, entryIn, rewritten } from './a-written-log.ts';

const keys = readPublicKeys(publicKey);
const parts = (sequence: number) => ({
  sequence,
  time: new Date(Date.parse('2026-11-20T00:00:00.000Z') + sequence * 1_000).toISOString(),
  workstation: 'WS-01',
  logId,
});

/** So many entries from a number on, a segment beginning wherever one is due. */
function entries(from: number, until: number, begins: readonly number[], previousHash: string): Buffer[] {
  const lines: Buffer[] = [];
  let previous = previousHash;
  for (let sequence = from; sequence <= until; sequence += 1) {
    const head = sequence === 1 ? undefined : { sequence: sequence - 1, hash: previous };
    const made = begins.includes(sequence)
      ? lineOf(openingAfter(head, parts(sequence)))
      : lineOf(entry(sequence, previous, { time: parts(sequence).time }));
    previous = made.head.hash;
    lines.push(made.line);
  }
  return lines;
}

/** An archive of two segments, as the product seals it, and the living segment behind it. */
const sealed = entries(1, 24, [1, 15], '0'.repeat(64));
const living = entries(25, 32, [25], entryIn(sealed.at(-1)).hash);
const manifest = Buffer.from(`${manifestFor(sealed)}\n`);
const NAME = 'operation-log-archive-2026-000000000001-000000000024.jsonl';
const SEGMENT = 'operation-log-000000000025.jsonl';

function manifestFor(lines: readonly Buffer[]): string {
  const sum = new ArchiveSum();
  for (const line of lines) sum.take(entryIn(line));
  const sums = sum.result();
  if (sums === undefined) throw new Error('No entries.');
  const signer = signerOf(key);
  const rest = { fiscalYear: 2026, format: 1, keepUntil: '2034-03-31', keyId: signer.keyId } as const;
  return manifestLine({ ...sums, ...rest, time: '2027-04-01T00:00:00.000Z', workstation: 'WS-01' }, signer);
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'archives-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the verifier makes of an archive and the segment behind it. */
function read(archive: Buffer, segment: readonly Buffer[] = living, name = NAME): Chain {
  writeFileSync(join(folder, name), archive);
  writeFileSync(join(folder, SEGMENT), Buffer.concat(segment));
  return readFiles(archive.length, name);
}

/** What it makes of the two files as they lie there. */
function readFiles(length: number, name = NAME): Chain {
  const { chain } = readArchive(emptyChain(0), join(folder, name), length, keys);
  return readFile(chain, join(folder, SEGMENT)).chain;
}

function firstBad(archive: Buffer, segment = living, name = NAME): number | undefined {
  return firstBadOf(read(archive, segment, name));
}

function firstBadOf(chain: Chain): number | undefined {
  return [...chain.findings, ...archiveFindings(chain, true)]
    .map(({ at }) => at)
    .toSorted((a, b) => a - b)[0];
}

/** The living segment with an entry that says that an archive with this manifest was made. */
function sayingArchived(manifestDigest: string): Buffer[] {
  return rewritten(living, 2, ({ sequence }) =>
    sequence === 27 ? { operation: 'log.archived', detail: { first: 1, manifest: manifestDigest } } : {},
  );
}

const archiveOf = (lines: readonly Buffer[], head = manifest): Buffer => Buffer.concat([head, ...lines]);

describe('SECURITY P7, H75: an archive that nobody touched', () => {
  it('is read together with the log behind it', () => {
    const chain = read(archiveOf(sealed));
    expect(chain).toMatchObject({ findings: [], entries: 32 });
    expect(chain.last?.sequence).toBe(32);
    expect(firstBad(archiveOf(sealed))).toBeUndefined();
  });

  it('is the same when any of its sealed values was blacked out', () => {
    const black = sealed.map((line) => {
      const { subjects, note } = entryIn(line);
      const values = [...subjects.slice(0, 1), ...(note === '' ? [] : [note])];
      return Buffer.from(
        values.reduce((text, value) => text.replace(value, blackedOut(value)), line.toString('utf8')),
      );
    });
    const chain = read(archiveOf(black));
    expect(chain.findings).toEqual([]);
    expect(chain.blackedOut).toBeGreaterThan(10);
  });

  it('is the same when its entries were destroyed and an entry says so, and only then', () => {
    expect(firstBad(manifest)).toBe(1);
    const digest = createHash('sha256').update(manifest.subarray(0, -1)).digest('hex');
    const told = rewritten(living, 4, ({ sequence }) =>
      sequence === 29 ? { operation: 'log.archiveDestroyed', detail: { manifest: digest } } : {},
    );
    expect(firstBad(manifest, told)).toBeUndefined();
    expect(read(manifest, told)).toMatchObject({ destroyed: 24, entries: 8 });
    const ofAnother = rewritten(living, 4, ({ sequence }) =>
      sequence === 29 ? { operation: 'log.archiveDestroyed', detail: { manifest: '0'.repeat(64) } } : {},
    );
    expect(firstBad(manifest, ofAnother)).toBe(1);
  });
});

describe('SECURITY P7, H75: any change of a single byte of an archive', () => {
  it('is found, and the right place is named', { timeout: 120_000 }, () => {
    const bytes = archiveOf(sealed);
    expect(firstBad(bytes)).toBeUndefined();
    const missed: string[] = [];
    let changed = 0;
    const file = openSync(join(folder, NAME), 'r+');
    try {
      for (const [line, { length }] of [manifest, ...sealed].entries()) {
        // Of a damaged manifest the archive's first entry is named; of an entry, itself.
        const expected = line === 0 ? 1 : line;
        for (const end = changed + length; changed < end; changed += 1) {
          const old = bytes.readUInt8(changed);
          writeSync(file, Buffer.of(old ^ (1 << (changed % 8))), 0, 1, changed);
          const found = firstBadOf(readFiles(bytes.length));
          if (found !== expected) missed.push(`line ${line}, byte ${changed}: ${found ?? 'nothing'}`);
          writeSync(file, Buffer.of(old), 0, 1, changed);
        }
      }
    } finally {
      closeSync(file);
    }
    expect(missed).toEqual([]);
    expect(changed).toBe(bytes.length);
    // Every byte is what it was.
    expect(firstBadOf(readFiles(bytes.length))).toBeUndefined();
  });
});

describe('SECURITY P7, H75: an archive', () => {
  it('misses an entry that was taken out, cut off or moved, and shows one that was put in', () => {
    for (let index = 0; index < sealed.length; index += 1) {
      expect(firstBad(archiveOf(sealed.toSpliced(index, 1)))).toBe(index + 1);
      expect(firstBad(archiveOf(sealed.toSpliced(index, 0, ...sealed.slice(index, index + 1))))).toBe(
        index + 2,
      );
      expect(firstBad(archiveOf(sealed.slice(0, index)))).toBe(index + 1);
    }
    for (let index = 0; index < sealed.length - 1; index += 1) {
      const [one, other] = sealed.slice(index, index + 2);
      const swapped = sealed.toSpliced(index, 2, ...[other, one].filter((line) => line !== undefined));
      expect(firstBad(archiveOf(swapped))).toBe(index + 1);
    }
  });

  it('that was written again with all the right hashes is not what was signed, nor what goes on behind it', () => {
    const forged = rewritten(sealed, 19, ({ sequence }) => (sequence === 20 ? { result: 'forged' } : {}));
    expect(firstBad(archiveOf(forged))).toBe(15);
    const early = rewritten(sealed, 4, ({ sequence }) => (sequence === 5 ? { result: 'forged' } : {}));
    expect(firstBad(archiveOf(early))).toBe(1);
    // Whoever has the key can sign another manifest: then the log behind it does not follow.
    const resigned = Buffer.from(`${manifestFor(forged)}\n`);
    expect(firstBad(archiveOf(forged, resigned))).toBe(25);
  });

  it('of a clock that was turned back is told, and is no change', () => {
    const back = rewritten(sealed, 9, ({ time, sequence }) =>
      sequence === 10 ? { time: time.replace('2026-11-20', '2026-11-18') } : {},
    );
    const behind = entries(25, 32, [25], entryIn(back.at(-1)).hash);
    const head = Buffer.from(`${manifestFor(back)}\n`);
    expect(read(archiveOf(back, head), behind)).toMatchObject({ findings: [], turnedBack: [10] });
    // The manifest knows the earliest moment.
    expect(firstBad(archiveOf(back), behind)).toBe(1);
  });

  it('under the manifest of another, without one, or under another name is found', () => {
    const shorter = sealed.slice(0, 20);
    const other = Buffer.from(`${manifestFor(shorter)}\n`);
    expect(firstBad(archiveOf(sealed, other))).toBe(1);
    expect(firstBad(archiveOf(shorter, other))).toBe(1);
    expect(firstBad(archiveOf(sealed, Buffer.alloc(0)))).toBe(1);
    expect(firstBad(Buffer.alloc(0))).toBe(1);
    expect(firstBad(archiveOf(sealed), living, NAME.replace('000024', '000025'))).toBe(1);
  });

  it('that an entry speaks of may not be missing', () => {
    const digest = createHash('sha256').update(manifest.subarray(0, -1)).digest('hex');
    expect(firstBad(archiveOf(sealed), sayingArchived(digest))).toBeUndefined();
    expect(firstBad(archiveOf(sealed), sayingArchived('0'.repeat(64)))).toBe(1);
  });
});

it('the manifest says what docs/operation-log.md says', () => {
  const said = manifestOf(manifest.toString('utf8').trimEnd());
  const names =
    'earliest entries first fiscalYear format hash keepUntil keyId latest logId previousHash root';
  expect(Object.keys(said ?? {}).join(' ')).toBe(`${names} segments sequence signature time workstation`);
  const segments = [
    { first: 1, entries: 14 },
    { first: 15, entries: 10 },
  ];
  expect(said).toMatchObject({ entries: 24, segments });
});
