import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';

import { mondayOf } from '../../src-shared/domain/dates/weeks.ts';
import { dayInJapan } from '../../src-shared/domain/clock.ts';
import { hashedEntryOf, type LogEntry } from './entry.ts';
import { manifestIn } from './archives/manifest.ts';
import { linesForward } from './lines.ts';
import { archiveOf, logFilesUpTo } from './log-folder.ts';
import type { LogGap, ReadEntry, ReadingEnd, ReadingMessage, ReadingTask } from './log-reading.ts';
import type { LogHead } from './operation-log.ts';
import { nodeLogFolder } from './node-log-folder.ts';
import { OPENING, recordedBreak } from './opening.ts';
import { unseal } from './sealing.ts';

/** Entries in one message: what the main thread unpacks at a time. */
const GROUP = 100;
/** So many sealed values fill a group before its time. */
const VALUES = 2_000;
const TIME = Buffer.from('"time":"');
const TIME_LENGTH = '2026-11-21T01:00:00.000Z'.length;

/** Reads the lines of a log one after the other. Lines that nobody asked for are only passed by. */
class Reading {
  readonly #task: ReadingTask;
  readonly #prefix: Buffer;
  readonly #weeks = new Map<string, string>();
  #group: ReadEntry[] = [];
  #values = 0;
  #read = 0;
  #previousHash: string | undefined;
  #previousTime = '';
  readonly #gaps: LogGap[] = [];
  #head: LogHead | undefined;

  constructor(task: ReadingTask) {
    this.#task = task;
    this.#prefix = Buffer.from(`"operation":"${task.operationPrefix}`);
  }

  async line(line: Buffer): Promise<void> {
    this.#read += 1;
    const time = timeIn(line);
    const { from, until } = this.#task;
    this.#noteWeek(time);
    const isInTime = time >= from && time < until;
    const isEntry = !(isInTime || line.includes(this.#prefix)) || this.#take(line);
    const place = placeIn(line);
    const when = time === '' ? this.#previousTime : time;
    const isNext = this.#read === 1 ? place?.sequence === 1 : place?.previousHash === this.#previousHash;
    if (place === undefined || !isNext || !isEntry)
      this.#gaps.push({ after: this.#previousTime, before: when, at: place?.sequence ?? this.#read });
    this.#previousHash = place?.hash;
    this.#previousTime = when;
    if (place !== undefined && time < until) this.#head = { sequence: place.sequence, hash: place.hash };
    if (this.#group.length >= GROUP || this.#values >= VALUES) await this.#hand();
  }

  /** An archive whose entries were destroyed: what follows refers to the last of them. */
  passBy({ sequence, hash }: LogHead): void {
    this.#read += 1;
    this.#previousHash = hash;
    this.#head = { sequence, hash };
  }

  async end(): Promise<ReadingEnd> {
    await this.#hand();
    const weeks = [...new Set(this.#weeks.values())].toSorted();
    return { head: this.#head, weeks, gaps: this.#gaps };
  }

  /** False for a line that is no entry. */
  #take(line: Buffer): boolean {
    const hashed = hashedEntryOf(line);
    if (hashed === undefined) return false;
    const { entry, computed: hash } = hashed;
    const isWhole = entry.hash === hash && this.#follows(entry);
    const { subjectKey } = this.#task;
    const open = (sealed: string): string | null => unseal(subjectKey, entry.sequence, sealed) ?? null;
    this.#values += entry.subjects.length + 1;
    this.#group.push({
      sequence: entry.sequence,
      hash,
      time: entry.time,
      actor: entry.actor,
      operation: entry.operation,
      action: entry.action,
      reason: entry.reason,
      note: entry.note === '' ? '' : (open(entry.note) ?? ''),
      subjects: entry.subjects.map(open),
      result: entry.result,
      detail: entry.detail,
      isWhole,
    });
    return true;
  }

  /** The first entry of what is here follows nothing, and neither does the first one after a break. */
  #follows(entry: LogEntry): boolean {
    if (this.#read === 1) return true;
    if (entry.operation === OPENING && recordedBreak(entry) !== undefined) return true;
    return entry.previousHash === this.#previousHash;
  }

  /** Days begin at three in the afternoon of UTC, so that an hour lies in one week. */
  #noteWeek(time: string): void {
    const hour = time.slice(0, 13);
    if (this.#weeks.has(hour)) return;
    const moment = new Date(`${hour}:00:00.000Z`);
    if (!Number.isNaN(moment.getTime())) this.#weeks.set(hour, mondayOf(dayInJapan(moment)));
  }

  async #hand(): Promise<void> {
    const entries = this.#group;
    if (entries.length === 0) return;
    this.#group = [];
    this.#values = 0;
    post({ type: 'entries', entries, read: this.#read });
    if (parentPort !== null) await once(parentPort, 'message');
  }
}

/** The canonical form has the time near its end, behind everything that a person could have typed. */
function timeIn(line: Buffer): string {
  const at = line.lastIndexOf(TIME);
  return at === -1 ? '' : line.toString('latin1', at + TIME.length, at + TIME.length + TIME_LENGTH);
}

interface Place extends LogHead {
  readonly previousHash: string;
}

/** Read from the text of the line: most lines are only passed by. */
function placeIn(line: Buffer): Place | undefined {
  const text = line.toString('latin1');
  const hash = /,"hash":"([0-9a-f]{64})","note":"/.exec(text)?.[1];
  const previousHash = /,"previousHash":"([0-9a-f]{64})","reason":"/.exec(text)?.[1];
  const sequence = /,"sequence":(\d{1,11}),"subjects":\[/.exec(text)?.[1];
  return hash === undefined || previousHash === undefined || sequence === undefined
    ? undefined
    : { hash, previousHash, sequence: Number(sequence) };
}

function post(message: ReadingMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port has no origin
  parentPort?.postMessage(message);
}

async function read(task: ReadingTask): Promise<ReadingEnd> {
  const files = nodeLogFolder(task.folder);
  const reading = new Reading(task);
  for (const name of await logFilesUpTo(files, task.lastSegment)) {
    const file = await files.open(name, 'read');
    try {
      const until = name === task.lastSegment ? task.lastSegmentEnd : await file.size();
      const archive = archiveOf(name) === undefined ? undefined : await manifestIn(file);
      const from = archive?.end ?? 0;
      if (archive !== undefined && from === until) reading.passBy(archive.manifest);
      for await (const lines of linesForward(file, from, until)) {
        for (const { bytes } of lines) await reading.line(bytes);
      }
    } finally {
      await file.close();
    }
  }
  return reading.end();
}

// A rejection ends the worker with an error, which the log hears. The log made the task itself, key and all.
void read(workerData as ReadingTask).then((end) => post({ type: 'end', end }));
