import { parentPort } from 'node:worker_threads';

import { writeOnPort } from '../cache/staging/write-on-port.ts';

if (!parentPort) throw new Error('this file is the entry of a worker');
writeOnPort(parentPort);
