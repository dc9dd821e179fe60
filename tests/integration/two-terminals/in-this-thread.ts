import path from 'node:path';

import { DifferenceReader } from '../../../src-main/batches/difference/difference-reader.ts';
import type { InWorker } from '../../../src-main/batches/file-worker.ts';
import { Chunks } from '../../../src-main/batches/sending/chunks.ts';
import { EditChunks } from '../../../src-main/batches/sending/edit-chunks.ts';
import type { EditsAnnounced } from '../../../src-main/batches/sending/edit-lines.ts';
import type { RequestOf, TaskName } from '../../../src-main/batches/worker-protocol.ts';
import { failed, ok } from '../../../src-shared/contract/problem.ts';

/** What a staging file holds, as far as sending asks for it. */
export interface Staged {
  readonly texts: readonly string[];
  readonly editLines: readonly string[];
  readonly announced: EditsAnnounced;
}

/** The worker's tasks on small files that nobody wrote to disk, without a thread: a thousand runs would start ten thousand of them. */
export function inThisThread(files: ReadonlyMap<string, Staged>): InWorker {
  const stagedAt = (file: string): Staged => {
    const staged = files.get(path.basename(file, '.db'));
    if (!staged) throw new Error('no such staging file');
    return staged;
  };
  const rowsOf = ({ texts }: Staged) => texts.map((text) => ({ text }))[Symbol.iterator]();
  return async (_, work) => {
    let chunks: Chunks | undefined;
    let edits: EditChunks | undefined;
    let reader: DifferenceReader | undefined;
    const tasks = {
      announceEdits: ({ staging }: RequestOf<'announceEdits'>) => ok(stagedAt(staging.file).announced),
      openEdits: ({ staging }: RequestOf<'openEdits'>) => {
        edits = new EditChunks(stagedAt(staging.file).editLines[Symbol.iterator]());
        return ok(undefined);
      },
      nextEdits: () => (edits ? ok(edits.next()) : failed('draft-missing')),
      openChunks: ({ staging, ...request }: RequestOf<'openChunks'>) => {
        chunks = new Chunks(rowsOf(stagedAt(staging.rows.file)), request);
        return ok(undefined);
      },
      nextChunk: () => chunks?.next() ?? failed('draft-missing'),
      openDifference: ({ batch, staging }: RequestOf<'openDifference'>) => {
        reader = new DifferenceReader(batch, staging ? rowsOf(stagedAt(staging.rows.file)) : undefined);
        return ok(undefined);
      },
      takeDifferencePage: (text: string) => reader?.take(text) ?? failed('draft-missing'),
      readDifferencePage: () => (reader ? ok(reader.read()) : failed('draft-missing')),
      endDifference: () => (reader ? ok(reader.end()) : failed('draft-missing')),
    };
    const call = async (task: TaskName, request: unknown): Promise<unknown> =>
      Reflect.apply(Reflect.get(tasks, task), undefined, [request]) as unknown;
    return work({ call: call as Parameters<typeof work>[0]['call'] });
  };
}
