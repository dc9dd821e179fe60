import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Outcome } from '../../../src-shared/contract/problem.ts';
import { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { openOperationLog } from '../../../src-main/operation-log/open-operation-log.ts';
import type {
  HeadAnchor,
  LogDraft,
  LogFilter,
  LogHead,
  OperationLog,
  OperationLogOptions,
} from '../../../src-main/operation-log/operation-log.ts';

export const verificationWorker = new URL(
  '../../../src-main/operation-log/verification-worker.ts',
  import.meta.url,
);

export const readingWorker = new URL(
  '../../../src-main/operation-log/log-reading-worker.ts',
  import.meta.url,
);

/** Everything that outlives the process of the app: the folder, the anchor in the credential store, the key. */
export class Terminal implements AsyncDisposable {
  readonly folder: string;
  readonly anchor = new MemoryAnchor();
  readonly subjectKey = createSecretKey(randomBytes(32));
  readonly checkpointKey = generateKeyPairSync('ed25519').privateKey;
  now = new Date('2026-11-21T01:00:00.000Z');
  #log: OperationLog | undefined;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Terminal> {
    return new Terminal(await mkdtemp(join(tmpdir(), 'operation-log-')));
  }

  options(changes: Partial<OperationLogOptions> = {}): OperationLogOptions {
    return {
      folder: this.folder,
      clock: { now: () => this.now },
      workstation: 'WS-01',
      subjectKey: this.subjectKey,
      anchor: this.anchor,
      checkpoints: { key: this.checkpointKey, keyIsKept: true, secondPlace: undefined },
      verificationWorker,
      readingWorker,
      ...changes,
    };
  }

  /** Opens the log; one that is open is closed first. */
  async open(changes: Partial<OperationLogOptions> = {}): Promise<OperationLog> {
    await this.#log?.close();
    this.#log = valueOf(await openOperationLog(this.options(changes)));
    return this.#log;
  }

  async segments(): Promise<string[]> {
    const names = await readdir(this.folder);
    return names.filter((name) => /^operation-log-\d+\.jsonl$/.test(name)).toSorted();
  }

  /** All lines of all segments, without line feeds. */
  async lines(): Promise<string[]> {
    const texts = await Promise.all(
      (await this.segments()).map((name) => readFile(join(this.folder, name), 'utf8')),
    );
    return texts.flatMap((text) => text.split('\n').slice(0, -1));
  }

  async path(index = 0): Promise<string> {
    return join(this.folder, (await this.segments()).at(index) ?? '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#log?.close().catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Stands for the credential store; `head` can be set back or cut off by a test. */
export class MemoryAnchor implements HeadAnchor {
  head: LogHead | undefined;
  failing = false;
  writes = 0;

  read(): Promise<LogHead | undefined> {
    return this.failing ? Promise.reject(new Error('no store')) : Promise.resolve(this.head);
  }

  write(head: LogHead): Promise<void> {
    if (this.failing) return Promise.reject(new Error('no store'));
    this.head = head;
    this.writes += 1;
    return Promise.resolve();
  }
}

export function draft(changes: Partial<LogDraft> = {}): LogDraft {
  return {
    actor: { userId: 'clerk01', name: '窓口　花子', department: '健康推進課', role: 'clerk' },
    operation: 'people.search',
    action: '照会（検索）',
    reason: '窓口',
    note: '',
    subjects: [AddresseeNumber.parse('1000000001')],
    result: 'done',
    detail: { hits: 1 },
    ...changes,
  };
}

export const anything: LogFilter = { userId: '', addresseeNumber: '', action: '', from: '', until: '' };

export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`Refused: ${outcome.problem.code}`);
  return outcome.value;
}
