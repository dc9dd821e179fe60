import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import type { VrsClient } from '../../vrs/vrs-client.ts';
import type { Checking } from '../checking.ts';
import type { Entry } from '../draft-record.ts';
import { type InWorker, inFileWorker } from '../file-worker.ts';
import type { StagingFiles } from '../staging-files.ts';
import { forgetStagingKeys } from '../staging-key.ts';
import type { EditsAnnounced } from './edit-lines.ts';
import { sendPacked } from './send-packed.ts';

export interface SendingEditsParts {
  readonly vrs: VrsClient;
  readonly files: StagingFiles;
  readonly checking: Pick<Checking, 'stagingKeysOf'>;
  readonly worker: URL;
  /** Where the worker's tasks run; in a thread of their own unless said otherwise. */
  readonly inWorker?: InWorker;
}

const noSignal = new AbortController().signal;

/** What was edited goes to VRS beside the rows, so that whoever approves sees the file's value beside the one that is sent. */
export class SendingEdits {
  readonly #parts: SendingEditsParts;

  constructor(parts: SendingEditsParts) {
    this.#parts = parts;
  }

  /** What the opening says of them. They stay as they are as long as the rows lie at VRS. */
  async announced(entry: Entry, signal = noSignal): Promise<Outcome<EditsAnnounced>> {
    const staging = this.#rowsOf(entry);
    if (!staging) return failed('draft-missing');
    const { worker, inWorker = inFileWorker } = this.#parts;
    return inWorker({ worker, signal }, (reader) => {
      const asked = reader.call('announceEdits', { staging });
      staging.key.fill(0); // SECURITY: H57 — the worker has a copy of its own.
      return asked;
    });
  }

  /** All of them, each time: what VRS has already it takes as the same. */
  async send(
    entry: Entry,
    { batchId, editedRowCount }: Batch,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    if (editedRowCount === 0) return ok(undefined);
    const staging = this.#rowsOf(entry);
    if (!staging) return failed('draft-missing');
    const { vrs, worker, inWorker = inFileWorker } = this.#parts;
    return inWorker({ worker, signal }, async (packer) => {
      const opening = packer.call('openEdits', { staging });
      staging.key.fill(0);
      const opened = await opening;
      if (!opened.ok) return opened;
      for (;;) {
        const next = await packer.call('nextEdits', undefined);
        if (!next.ok) return next;
        if (next.value === null) return ok(undefined);
        const sent = await sendPacked(vrs, 'batches.sendEdits', batchId, next.value, signal);
        if (!sent.ok) return sent;
      }
    });
  }

  /** SECURITY: P4 — without the 個人番号, which are never edited. */
  #rowsOf(entry: Entry) {
    const keys = this.#parts.checking.stagingKeysOf(entry);
    if (!keys) return undefined;
    const rows = this.#parts.files.rowsOf(entry.draftId, { ...keys, rows: Uint8Array.from(keys.rows) });
    forgetStagingKeys(keys);
    return rows;
  }
}
