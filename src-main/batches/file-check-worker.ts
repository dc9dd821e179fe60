import { parentPort } from 'node:worker_threads';

import { readHead } from './reading/head.ts';
import { surveyFile } from './reading/survey.ts';
import type { Asked, Told, WorkerTasks } from './worker-protocol.ts';

/** The worker for files: a thread of its own reads, checks and packs, so that the main thread never waits. */
const tasks: WorkerTasks = {
  survey: ({ path, limits }) => surveyFile(path, limits),
  readHead,
};

const port = parentPort;
if (!port) throw new Error('this file is the entry of a worker');

const tell = (told: Told): void => port.postMessage(told);

port.on('message', ({ call, task, request }: Asked) => {
  void answer(call, task, request);
});

async function answer(call: number, task: Asked['task'], request: unknown): Promise<void> {
  try {
    // The protocol gives each task its own request.
    tell({ call, outcome: await Reflect.apply(tasks[task], undefined, [request]) });
  } catch (thrown) {
    tell({ call, thrown });
  }
}
