import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { LogReviews } from '../../src-main/log-review/review/log-reviews.ts';
import { WeekBook, type WeekBookParts } from '../../src-main/log-review/review/week-book.ts';
import { openOperationLog } from '../../src-main/operation-log/open-operation-log.ts';
import type {
  HeadAnchor,
  LogDraft,
  LogHead,
  OperationLog,
} from '../../src-main/operation-log/operation-log.ts';
import { failed, ok } from '../../src-shared/contract/problem.ts';
import { AddresseeNumber, IsoDate, IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { ReviewHours } from '../../src-shared/domain/review-hours.ts';
import { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import { defineBench, type Figures, type Stopwatch } from './harness.ts';

const monday = IsoDate.parse('2026-11-09');
const begin = Date.parse('2026-11-09T00:00:00Z');
const WORKING_DAY_MS = 8 * 3_600_000;
const USERS = 20;
const DAYS = 5;

const worker = (name: string): URL => new URL(`../../src-main/operation-log/${name}`, import.meta.url);

/** In a file beside the log. Without an anchor the whole log would be verified in the background meanwhile. */
function anchorOf(folder: string): HeadAnchor {
  const file = `${folder}.head.json`;
  return {
    read: () =>
      Promise.resolve(existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LogHead) : undefined),
    write: (head) => Promise.resolve(writeFileSync(file, JSON.stringify(head))),
  };
}

async function openLog(folder: string, now: () => Date): Promise<OperationLog> {
  const opened = await openOperationLog({
    folder,
    clock: { now },
    workstation: 'WS-01',
    subjectKey: createSecretKey(Buffer.alloc(32, 7)),
    anchor: anchorOf(folder),
    verificationWorker: worker('verification-worker.ts'),
    readingWorker: worker('log-reading-worker.ts'),
    checkpoints: { key: generateKeyPairSync('ed25519').privateKey, keyIsKept: false, secondPlace: undefined },
  });
  if (!opened.ok) throw new Error(opened.problem.code);
  return opened.value;
}

function lookUp(index: number): LogDraft {
  const user = index % USERS;
  return {
    actor: {
      userId: `clerk${user}`,
      name: `佐藤　${user}子`,
      department: '健康推進課',
      role: 'clerk',
    },
    operation: 'people.open',
    action: '照会（詳細）',
    reason: '電話',
    note: '',
    subjects: [AddresseeNumber.parse(String(1_000_000 + ((index * 7_919) % 60_000)))],
    result: 'done',
    detail: { from: 'local-copy' },
  };
}

/** A week of so many look-ups by twenty people on five days. */
async function writeWeek(folder: string, entries: number): Promise<void> {
  let now = begin;
  const log = await openLog(folder, () => new Date(now));
  const aDay = Math.ceil(entries / DAYS);
  for (let index = 0; index < entries;) {
    now = begin + Math.floor(index / aDay) * 86_400_000 + ((index % aDay) / aDay) * WORKING_DAY_MS;
    const group = Array.from({ length: Math.min(200, entries - index) }, (_, step) => lookUp(index + step));
    await Promise.all(group.map((draft) => log.append(draft)));
    index += group.length;
  }
  await log.close();
}

/** The local copy and the roster answer from memory here; one in thirty has the clerks' surname. */
const surroundings: Pick<WeekBookParts, 'localCopy' | 'vrs' | 'hours'> = {
  localCopy: {
    state: {
      state: 'ready',
      people: 60_000,
      asOf: IsoTimestamp.parse('2026-11-16T00:00:00.000Z'),
      memoryOnly: false,
    },
    cache: {
      tickets: {
        residents: (numbers: readonly AddresseeNumber[]) =>
          Promise.resolve(
            ok(numbers.map((number) => ({ name: Number(number) % 30 === 0 ? '佐藤　太郎' : '鈴木　一郎' }))),
          ),
      },
    },
  } as unknown as WeekBookParts['localCopy'],
  vrs: { call: () => Promise.resolve(failed('vrs-unreachable')) } as unknown as WeekBookParts['vrs'],
  hours: ReviewHours.parse({}),
};

/**
 * What the main thread computed without a turn for others, in its CPU time: a busy machine's waits are not the product's. It spins, so it
 * is measured in runs of their own.
 */
class Steps {
  readonly #taken: number[] = [];
  #isOver = false;
  #before = cpuMilliseconds();

  constructor() {
    this.#look();
  }

  stop(): Figures {
    this.#isOver = true;
    return {
      'longest step of the main thread, CPU ms': Math.max(...this.#taken),
      'steps of the main thread over 20 ms of CPU': this.#taken.filter((step) => step > 20).length,
    };
  }

  #look(): void {
    const now = cpuMilliseconds();
    // A turn in which nothing happened.
    if (now - this.#before > 1) this.#taken.push(now - this.#before);
    this.#before = now;
    if (!this.#isOver) setImmediate(() => this.#look());
  }
}

/** Of this thread alone. */
function cpuMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

class Delays {
  readonly #delay = monitorEventLoopDelay({ resolution: 1 });

  constructor() {
    this.#delay.enable();
  }

  stop(): Figures {
    this.#delay.disable();
    return {
      'main thread p99 ms': this.#delay.percentile(99) / 1e6,
      'main thread max ms': this.#delay.max / 1e6,
    };
  }
}

const caller = SignedInUser.parse({
  userId: 'supervisor01',
  personId: 'staff-supervisor01',
  name: '運用　太郎',
  department: '健康推進課',
  role: 'supervisor',
  municipalityCode: '131041',
  municipalityName: '新宿区',
});

/** As the screen asks for it: the week is read and looked through, then shown, and shown once more as after each decision. */
async function readWeek(folder: string, watch: Stopwatch, watching: () => Steps | Delays): Promise<Figures> {
  const clock = { now: () => new Date('2026-11-17T00:00:00Z') };
  const log = await openLog(folder, clock.now);
  const book = new WeekBook({ ...surroundings, log });
  const reviews = new LogReviews({ log, book, vrs: surroundings.vrs, clock });
  const watched = watching();
  watch.start();
  const read = await reviews.week(caller, monday, true);
  const again = await reviews.week(caller, monday, false);
  watch.stop();
  const figures = watched.stop();
  await log.close();
  if (!read.ok || !again.ok) throw new Error('The week was not read.');
  const { accesses, findings } = read.value.counts;
  return { ...figures, 'look-ups': accesses, findings };
}

export const bench = defineBench<string>({
  name: 'log-review',
  about:
    'Reading a week of the log and looking through it by every rule, while the screen goes on being used.',
  unit: 'look-ups',
  sizes: [100_000],
  rounds: 3,
  async prepare(size, folder) {
    const log = join(folder, `anchored-${size}`);
    if (!existsSync(log)) await writeWeek(log, size);
    return log;
  },
  baseline: 'the whole week',
  contenders: {
    'the whole week': (folder, watch) => readWeek(folder, watch, () => new Delays()),
    'the same, step by step (spinning)': (folder, watch) => readWeek(folder, watch, () => new Steps()),
  },
});
