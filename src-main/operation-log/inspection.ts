import { entryOf, hashOf, type LogEntry, MAX_LINE_BYTES } from './entry.ts';
import { lineAfter, linesBackward, linesForward } from './lines.ts';
import { manifestIn } from './archives/manifest.ts';
import { archiveOf, firstSequenceOf, type LogFile, type LogFolder } from './log-folder.ts';
import { type FoundBreak, recordedBreak } from './opening.ts';
import type { LogHead } from './operation-log.ts';
import { positionOf } from './reading.ts';
import { Verification } from './verification.ts';

/** The newest segment as it lies there. */
interface LastSegment {
  readonly segment: string;
  /** Position behind the last complete line. */
  readonly end: number;
  /** Undefined where the last line is not what was written. */
  readonly head: LogHead | undefined;
  /** When it was written, empty where that is not known. */
  readonly time: string;
}

/** What stands in the folder before anything is written. */
export interface Inspection {
  readonly last: LastSegment | undefined;
  /** Bytes behind the last complete line: a crash while they were written. They were never acknowledged. */
  readonly tornBytes: number;
  /** Breaks that opening entries record. */
  readonly recorded: readonly FoundBreak[];
  /** A break that nothing records yet. */
  readonly news: FoundBreak | undefined;
  /** A number that no entry had before, also none of those that are missing. */
  readonly nextSequence: number;
  readonly logId: string | undefined;
}

/** Reads the first line of each segment, the last line of the log, and everything from the anchored entry on. */
export async function inspect(files: LogFolder, anchored: LogHead | undefined): Promise<Inspection> {
  const archived = await archivedHead(files);
  const segments = await segmentsWithLines(files, archived?.sequence ?? 0);
  const openings = await openingsOf(files, segments);
  const recorded = openings.flatMap((opening) => (opening.recorded === undefined ? [] : [opening.recorded]));
  const name = segments.at(-1);
  if (name === undefined) return nothingThere(anchored, archived?.sequence ?? 0);
  return withFile(files, name, async (file) => {
    const size = await file.size();
    const last: LastSegment = { segment: name, ...(await lastLineOf(file, size)) };
    const found = anchored === undefined ? [] : await breaksSince(files, segments, last, anchored, archived);
    let news = found.find(({ at }) => !recorded.some((known) => known.at === at));
    let nextSequence = (last.head?.sequence ?? 0) + 1;
    if (news !== undefined || last.head === undefined) {
      const highest = await highestNumber(file, last.end);
      news ??= { at: highest, because: 'unreadable', segment: name };
      nextSequence = Math.max(highest, last.head?.sequence ?? 0, anchored?.sequence ?? 0) + 1;
    }
    return { last, tornBytes: size - last.end, recorded, news, nextSequence, logId: openings.at(-1)?.logId };
  });
}

/** `archived`: the last entry that is in an archive. Behind archives there always is a segment. */
function nothingThere(anchored: LogHead | undefined, archived: number): Inspection {
  const base = { last: undefined, tornBytes: 0, recorded: [], logId: undefined };
  if (anchored === undefined && archived === 0) return { ...base, news: undefined, nextSequence: 1 };
  return {
    ...base,
    news: { at: archived + 1, because: 'cut-off', segment: '' },
    nextSequence: Math.max(archived, anchored?.sequence ?? 0) + 1,
  };
}

/** The last entry of the newest archive, as its manifest says. */
async function archivedHead(files: LogFolder): Promise<LogHead | undefined> {
  const newest = (await files.archives()).at(-1);
  if (newest === undefined) return undefined;
  const sequence = archiveOf(newest)?.last ?? 0;
  const found = await withFile(files, newest, manifestIn);
  return { sequence, hash: found?.manifest.hash ?? '' };
}

/** A crash while a segment was begun leaves one without a complete line: nothing in it was acknowledged, and it goes. */
async function segmentsWithLines(files: LogFolder, archived: number): Promise<readonly string[]> {
  const names = (await files.segments()).filter((name) => (firstSequenceOf(name) ?? 0) > archived);
  for (let name = names.at(-1); name !== undefined; name = names.at(-1)) {
    const begun = await withFile(files, name, async (file) => {
      const size = await file.size();
      return size > MAX_LINE_BYTES || (await lineAfter(file, 0, size)) !== undefined;
    });
    if (begun) break;
    await files.remove(name);
    names.pop();
  }
  return names;
}

interface Opening {
  readonly recorded: FoundBreak | undefined;
  readonly logId: string | undefined;
}

async function openingsOf(files: LogFolder, segments: readonly string[]): Promise<readonly Opening[]> {
  const openings: Opening[] = [];
  for (const segment of segments) {
    const entry = await withFile(files, segment, async (file) => {
      const line = await lineAfter(file, 0, await file.size());
      return line === undefined ? undefined : entryOf(line.bytes);
    });
    const recorded = entry === undefined ? undefined : recordedBreak(entry);
    const logId = entry?.detail['logId'];
    openings.push({
      recorded: recorded === undefined ? undefined : { ...recorded, segment },
      logId: typeof logId === 'string' ? logId : undefined,
    });
  }
  return openings;
}

async function lastLineOf(file: LogFile, size: number): Promise<Omit<LastSegment, 'segment'>> {
  for await (const lines of linesBackward(file, size)) {
    const [line] = lines;
    if (line === undefined) continue;
    const entry = entryOf(line.bytes);
    return {
      end: line.start + line.bytes.length + 1,
      head: entry === undefined ? undefined : provenHead(entry),
      time: entry?.time ?? '',
    };
  }
  return { end: size, head: undefined, time: '' };
}

function provenHead(entry: LogEntry): LogHead | undefined {
  return hashOf(entry) === entry.hash ? { sequence: entry.sequence, hash: entry.hash } : undefined;
}

/** Holds the log against the anchor, and every entry behind the anchored one against the one before. */
async function breaksSince(
  files: LogFolder,
  segments: readonly string[],
  last: LastSegment,
  anchored: LogHead,
  archived: LogHead | undefined,
): Promise<readonly FoundBreak[]> {
  const endOf = async (file: LogFile): Promise<number> =>
    file.name === last.segment ? last.end : file.size();
  if (archived !== undefined && anchored.sequence <= archived.sequence) {
    const sinceArchive = new Verification(archived);
    for (const name of segments) {
      await withFile(files, name, async (file) =>
        sinceArchive.readSegment(file, 0, await endOf(file), () => undefined),
      );
    }
    return sinceArchive.result().breaks;
  }
  const holding = segments.findLastIndex((name) => (firstSequenceOf(name) ?? 0) <= anchored.sequence);
  const [holder, ...later] = segments.slice(Math.max(0, holding));
  if (holding === -1 || holder === undefined) {
    return [{ at: anchored.sequence, because: 'cut-off', segment: segments[0] ?? '' }];
  }
  const verification = new Verification(anchored);
  const missing = await withFile(files, holder, async (file): Promise<FoundBreak | undefined> => {
    const end = await endOf(file);
    const line = await lineAfter(file, await positionOf(file, anchored.sequence, end), end);
    if (line === undefined)
      return { at: (await highestNumber(file, end)) + 1, because: 'cut-off', segment: holder };
    const entry = entryOf(line.bytes);
    const head = entry === undefined ? undefined : provenHead(entry);
    if (head?.hash !== anchored.hash) return { at: anchored.sequence, because: 'replaced', segment: holder };
    await verification.readSegment(file, line.start + line.bytes.length + 1, end, () => undefined);
    return undefined;
  });
  if (missing !== undefined) return [missing];
  for (const name of later) {
    await withFile(files, name, async (file) =>
      verification.readSegment(file, 0, await endOf(file), () => undefined),
    );
  }
  return verification.result().breaks;
}

/** The number that the last line of a segment has if none is missing. */
async function highestNumber(file: LogFile, end: number): Promise<number> {
  let count = 0;
  for await (const lines of linesForward(file, 0, end)) count += lines.length;
  return (firstSequenceOf(file.name) ?? 1) + count - 1;
}

async function withFile<Result>(
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
