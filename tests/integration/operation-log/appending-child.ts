import { createSecretKey, generateKeyPairSync } from 'node:crypto';

import { systemClock } from '../../../src-shared/domain/clock.ts';
import { openOperationLog } from '../../../src-main/operation-log/open-operation-log.ts';
import { draft, MemoryAnchor, readingWorker, valueOf, verificationWorker } from './a-log.ts';

/** Appends and prints the number of each entry that was acknowledged: without end, or so many and then kills itself. */
const [, , folder = '', count = '1000000'] = process.argv;
const log = valueOf(
  await openOperationLog({
    folder,
    clock: systemClock,
    workstation: 'WS-01',
    subjectKey: createSecretKey(Buffer.alloc(32)),
    anchor: new MemoryAnchor(),
    verificationWorker,
    readingWorker,
    checkpoints: { key: generateKeyPairSync('ed25519').privateKey, keyIsKept: false, secondPlace: undefined },
    segmentBytes: 60_000,
  }),
);

async function appendOne(): Promise<void> {
  const { sequence } = valueOf(await log.append(draft()));
  await new Promise((resolve) => process.stdout.write(`${sequence}\n`, resolve));
}

// Groups of one to seven, as when several things happen at once.
for (let left = Number(count), size = 1; left > 0; left -= size, size = (size % 7) + 1) {
  await Promise.all(Array.from({ length: Math.min(left, size) }, appendOne));
}
process.kill(process.pid, 'SIGKILL');
