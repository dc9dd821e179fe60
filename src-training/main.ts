import { parseArgs } from 'node:util';

import { startTrainingVrs } from './start.ts';
import { FolderInUse } from './storage/folder-lock.ts';

const USAGE = 'node src-training/main.ts --folder DIR [--port N] [--people N] [--seed S] [--faults]\n';

/** Prints one line of JSON when it is ready and goes on until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      port: { type: 'string', default: '0' },
      people: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      faults: { type: 'boolean', default: false },
    },
  });
  const [port, people] = [Number(values.port), Number(values.people)];
  if (values.folder === undefined || !Number.isInteger(port) || !Number.isInteger(people) || people < 1) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const { folder, seed, faults } = values;
  const vrs = await startTrainingVrs({
    folder,
    port,
    people,
    seed,
    faultRoutes: faults,
    exampleFiles: true,
  });
  const { origin, municipality, caPem, clientP12Path, clientP12Passphrase } = vrs;
  process.stdout.write(
    `${JSON.stringify({ ready: true, origin, municipality, caPem, clientP12Path, clientP12Passphrase })}\n`,
  );
  const stop = (): void => void vrs.close();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

try {
  await main();
} catch (thrown) {
  if (!(thrown instanceof FolderInUse)) throw thrown;
  process.stderr.write(`${thrown.message}\n`);
  process.exitCode = 1;
}
