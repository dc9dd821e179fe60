import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';

import type { Job } from '../../src-shared/contract/jobs.ts';
import type { LogExportFormat } from '../../src-shared/contract/operation-log.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { type Clock, dayInJapan } from '../../src-shared/domain/clock.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { ChooseTarget } from '../batches/choose-target.ts';
import type { JobHandle, Jobs } from '../jobs/jobs.ts';
import type { LogFilter, OperationLog } from '../operation-log/operation-log.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';
import { exportFormats } from './export-formats.ts';

const PAGE = 200;

export interface LogExportParts {
  readonly log: OperationLog;
  readonly jobs: Jobs;
  readonly vrs: VrsClient;
  readonly clock: Clock;
  readonly chooseTarget: ChooseTarget;
}

export interface LogExportRequest {
  readonly filter: LogFilter;
  readonly format: LogExportFormat;
  readonly credentials: { readonly password: string; readonly oneTimePassword: string };
}

/** What the file holds. */
interface Filled {
  readonly entries: number;
  /** SHA-256 of its bytes. */
  readonly digest: string;
}

/** 操作ログの出力: entries go to a file that the person chooses, once VRS has proved that it is them. */
export class LogExport {
  readonly #parts: LogExportParts;

  constructor(parts: LogExportParts) {
    this.#parts = parts;
  }

  /** Problems: those of a re-authentication, `file-not-chosen`, `job-running`. What writing meets is in its job. */
  async begin(user: SignedInUser, request: LogExportRequest): Promise<Outcome<Job>> {
    const { vrs, jobs, clock, chooseTarget } = this.#parts;
    const { format, credentials } = request;
    const purpose = { action: 'log.export' } as const;
    const proof = await vrs.call('session.reauthenticate', { body: { ...credentials, purpose } });
    if (!proof.ok) return proof;
    const day = dayInJapan(clock.now()).replaceAll('-', '');
    const target = await chooseTarget(`操作ログ_${day}.${exportFormats[format].extension}`);
    if (target === undefined) return failed('file-not-chosen');
    const work = (handle: JobHandle): Promise<Outcome<unknown>> => this.#write(user, request, target, handle);
    return jobs.start({ kind: 'export-log', subject: '', owner: user.userId, work });
  }

  /** A file beside the target takes its place when all of it is there and the log says so. SECURITY: P2, H75. */
  async #write(
    user: SignedInUser,
    { filter, format }: LogExportRequest,
    target: string,
    handle: JobHandle,
  ): Promise<Outcome<undefined>> {
    const beside = `${target}.${randomUUID()}.part`;
    try {
      const written = await this.#fill(beside, filter, format, handle);
      if (!written.ok) return written;
      const recorded = await this.#parts.log.append({
        actor: { userId: user.userId, name: user.name, department: user.department, role: user.role },
        operation: 'log.exported',
        action: '操作ログの持ち出し',
        reason: '',
        note: '',
        subjects: filter.addresseeNumber === '' ? [] : [filter.addresseeNumber],
        result: 'done',
        detail: { format, entries: written.value.entries, file: written.value.digest },
      });
      if (!recorded.ok) return recorded;
      await rename(beside, target);
      return ok(undefined);
    } catch (thrown) {
      if (!(thrown instanceof Error) || !('syscall' in thrown)) throw thrown;
      return failed('export-not-writable');
    } finally {
      await rm(beside, { force: true });
    }
  }

  async #fill(
    path: string,
    filter: LogFilter,
    format: LogExportFormat,
    handle: JobHandle,
  ): Promise<Outcome<Filled>> {
    const file = await open(path, 'wx', 0o600);
    try {
      return await this.#pages(file, filter, format, handle);
    } finally {
      await file.close();
    }
  }

  /** All entries that stand there when it begins, the newest first, page by page. */
  async #pages(
    file: FileHandle,
    filter: LogFilter,
    format: LogExportFormat,
    { signal, progress }: JobHandle,
  ): Promise<Outcome<Filled>> {
    const { head, line } = exportFormats[format];
    const digest = createHash('sha256');
    const put = async (text: string): Promise<void> => {
      digest.update(text);
      await file.appendFile(text);
    };
    await put(head);
    const newest = this.#parts.log.state().entries;
    let entries = 0;
    for (let before: number | null = newest + 1; before !== null;) {
      signal.throwIfAborted();
      const page: Awaited<ReturnType<OperationLog['entries']>> = await this.#parts.log.entries(
        filter,
        before,
        PAGE,
      );
      if (!page.ok) return page;
      await put(page.value.entries.map(line).join(''));
      entries += page.value.entries.length;
      before = page.value.before;
      progress(newest + 1 - (before ?? 1), newest);
    }
    await file.sync();
    return ok({ entries, digest: digest.digest('hex') });
  }
}
