import type { MessagePort } from 'node:worker_threads';

import { StagingFiles } from './staging-files.ts';
import type { FromStagingThread, ToStagingThread } from './staging-thread.ts';

/** The other end of a `StagingThread`: writes whatever comes, in its order, until the files are let go of. */
export function writeOnPort(port: MessagePort): void {
  let files: StagingFiles | undefined;
  const answer = (told: FromStagingThread, transferred: ArrayBuffer[] = []): void =>
    port.postMessage(told, transferred);
  port.on('message', (told: ToStagingThread) => {
    try {
      if ('places' in told) files = StagingFiles.create(told.places);
      else if ('end' in told) {
        files?.release();
        answer({ released: true });
      } else {
        for (const blocks of told.blocks) files?.write(blocks);
        for (const [row, finding] of told.findings) files?.addFinding(row, finding);
        const back = told.blocks.flatMap(({ rows, numbers }) => [
          rows.body.buffer,
          rows.ends.buffer,
          numbers.body.buffer,
          numbers.ends.buffer,
        ]);
        answer({ written: told.blocks }, back);
      }
    } catch (thrown) {
      files?.close();
      files = undefined;
      if (!(thrown instanceof Error)) throw thrown;
      // An error's own fields do not cross over to another thread.
      const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
      answer({ failure: { message: thrown.message, code } });
    }
  });
}
