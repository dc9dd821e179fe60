import { parentPort } from 'node:worker_threads';

import type { CacheRequest } from '../../../src-main/cache/worker-messages.ts';

/** The real worker, but for one call at which its thread ends as after a crash. */
parentPort?.on('message', (request: CacheRequest) => {
  if (request.type === 'call' && request.method === 'remove') process.exit(1);
});

// Behind our listener, so that ours hears each call first.
await import('../../../src-main/cache/cache-worker.ts');
