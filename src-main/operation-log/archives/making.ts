import { type KeyObject } from 'node:crypto';

import { ignoreFileError } from '../file-error.ts';
import { linesBackward } from '../lines.ts';
import {
  archivedUpTo,
  firstSequenceOf,
  type LogFile,
  type LogFolder,
  unfinishedName,
} from '../log-folder.ts';
import type { LogHead } from '../operation-log.ts';
import { Verification } from '../verification.ts';
import { ArchiveSum } from './archive-sum.ts';
import { fiscalYearOf, keptUntil } from './fiscal-year.ts';
import { type Manifest, manifestIn, manifestLine, nameOf, type UnsignedManifest } from './manifest.ts';
import type { Signer } from '../checkpoints/checkpoint.ts';

const BLOCK_BYTES = 1_048_576;

/** The finished segments of a year. */
export interface YearOfSegments {
  readonly fiscalYear: number;
  readonly segments: readonly string[];
}

/**
 * The segments of years that are over, the oldest year first. A segment belongs to the year of its last entry; a clock that was turned
 * back brings no year before the one of the segment before. `newest`: the segment that is still written.
 */
export async function dueSegments(
  files: LogFolder,
  newest: string,
  now: Date,
): Promise<readonly YearOfSegments[]> {
  const archived = archivedUpTo(await files.archives());
  const due: { fiscalYear: number; segments: string[] }[] = [];
  for (const name of await files.segments()) {
    if (name >= newest) break;
    if ((firstSequenceOf(name) ?? 0) <= archived) continue;
    const fiscalYear = Math.max(
      fiscalYearOf(await withFile(files, name, lastTimeIn)),
      due.at(-1)?.fiscalYear ?? 0,
    );
    if (fiscalYear >= fiscalYearOf(now)) break;
    if (due.at(-1)?.fiscalYear === fiscalYear) due.at(-1)?.segments.push(name);
    else due.push({ fiscalYear, segments: [name] });
  }
  return due;
}

/** The moment of the last entry; the end of time where it can't be read, so that such a segment stays where it is. */
async function lastTimeIn(file: LogFile): Promise<Date> {
  for await (const lines of linesBackward(file, await file.size())) {
    const [line] = lines;
    if (line === undefined) continue;
    const time = /,"time":"([0-9TZ:.-]{24})","workstation":"[^"]*"\}$/.exec(line.bytes.toString('utf8'))?.[1];
    if (time !== undefined && !Number.isNaN(Date.parse(time))) return new Date(time);
    break;
  }
  return new Date('9998-01-01T00:00:00.000Z');
}

/** Who seals, and when. */
export interface Sealing {
  readonly signer: Signer;
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly time: string;
  readonly workstation: string;
  readonly signal: AbortSignal;
}

/**
 * Puts the segments of a year into one archive beside them. Undefined where one of them is not as it was written: then they stay, and the
 * verification tells. The segments are left where they are.
 */
export async function sealYear(
  files: LogFolder,
  { fiscalYear, segments }: YearOfSegments,
  sealing: Sealing,
): Promise<Manifest | undefined> {
  const previous = await archivedHead(files);
  const unsigned = await manifestFor(files, segments, fiscalYear, previous, sealing);
  if (unsigned === undefined) return undefined;
  const name = nameOf(unsigned);
  const file = await files.create(unfinishedName(name));
  try {
    let position = await writeAt(file, 0, Buffer.from(`${manifestLine(unsigned, sealing.signer)}\n`));
    for (const segment of segments) {
      position = await withFile(files, segment, (from) => copy(from, file, position, sealing.signal));
    }
    await file.sync();
  } finally {
    await file.close().catch(ignoreFileError);
  }
  const isSame = await withFile(files, unfinishedName(name), (made) =>
    isWholeArchive({ ...made, name }, sealing.keys, previous),
  );
  // The disk gave back something else, or the app is closing: the next start begins anew.
  if (!isSame || sealing.signal.aborted) return undefined;
  await files.rename(unfinishedName(name), name);
  return withFile(files, name, async (made) => (await manifestIn(made))?.manifest);
}

/** Whether an archive is what its manifest says, and follows the entry that is named. */
export async function isWholeArchive(
  file: LogFile,
  keys: ReadonlyMap<string, KeyObject>,
  previous: LogHead | undefined,
): Promise<boolean> {
  const verification = new Verification(previous);
  await verification.readArchive(file, keys, () => undefined);
  return verification.result().breaks.length === 0;
}

/** The last entry that is in an archive. */
export async function archivedHead(files: LogFolder): Promise<LogHead | undefined> {
  const newest = (await files.archives()).at(-1);
  if (newest === undefined) return undefined;
  const found = await withFile(files, newest, manifestIn);
  return found && { sequence: found.manifest.sequence, hash: found.manifest.hash };
}

async function manifestFor(
  files: LogFolder,
  segments: readonly string[],
  fiscalYear: number,
  previous: LogHead | undefined,
  { signer, time, workstation, signal }: Sealing,
): Promise<UnsignedManifest | undefined> {
  const sum = new ArchiveSum();
  const verification = new Verification(previous, (entry) => sum.take(entry));
  for (const segment of segments) {
    if (signal.aborted) return undefined;
    await withFile(files, segment, async (file) =>
      verification.readSegment(file, 0, await file.size(), () => undefined),
    );
  }
  const sums = sum.result();
  if (verification.result().breaks.length > 0 || sums === undefined) return undefined;
  const { keyId } = signer;
  return { ...sums, fiscalYear, format: 1, keepUntil: keptUntil(fiscalYear), keyId, time, workstation };
}

/** Gives the position behind what was written. */
async function copy(from: LogFile, to: LogFile, position: number, signal: AbortSignal): Promise<number> {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  let at = 0;
  for (let count = await from.read(block, at); count > 0; count = await from.read(block, at)) {
    await to.write(block.subarray(0, count), position + at);
    at += count;
    if (signal.aborted) break;
  }
  return position + at;
}

async function writeAt(file: LogFile, position: number, bytes: Buffer): Promise<number> {
  await file.write(bytes, position);
  return position + bytes.length;
}

export async function withFile<Result>(
  files: LogFolder,
  name: string,
  work: (file: LogFile) => Promise<Result>,
): Promise<Result> {
  const file = await files.open(name, 'read');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
