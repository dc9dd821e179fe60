import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

import { databaseFailureOf, EncryptedDatabase } from './encrypted-database.ts';
import { openRepositories } from './open-repositories.ts';
import { answerOnPort } from './ticket-port.ts';
import type { CacheReply, CacheRequest, CacheWorkerData } from './worker-messages.ts';

/** The one thread that owns the connection. It knows nothing of what its callers do with the answers. */
function start({ file, key }: CacheWorkerData): void {
  let database: EncryptedDatabase | undefined;
  try {
    const opened = EncryptedDatabase.open({ file, key, journal: 'wal' });
    database = opened;
    key.fill(0); // SECURITY: H57
    const repositories = openRepositories(opened);
    const lines = new Set<MessagePort>();
    parentPort?.on('message', (request: CacheRequest) => {
      if (request.type === 'call') {
        reply(answer(repositories, request));
        return;
      }
      if (request.type === 'tickets') {
        const { port } = request;
        lines.add(port);
        port.on('close', () => lines.delete(port));
        answerOnPort(port, opened);
        return;
      }
      // An open line would keep this thread alive: a check that still runs is told that the copy is gone.
      for (const line of lines) line.close();
      opened.close();
      parentPort?.close();
    });
    reply({ type: 'opened', methods: namesOf(repositories) });
  } catch (error) {
    database?.close();
    const failure = databaseFailureOf(error);
    if (failure === undefined) throw error;
    reply({ type: 'not-opened', failure });
  }
}

function answer(repositories: object, request: Extract<CacheRequest, { type: 'call' }>): CacheReply {
  const { id, repository, method, parameters } = request;
  try {
    return { type: 'result', id, value: call(repositories, repository, method, parameters) };
  } catch (error) {
    const failure = databaseFailureOf(error);
    if (failure !== undefined) return { type: 'failure', id, failure };
    const said = error instanceof Error ? `${error.name}: ${error.message}` : 'not an error';
    return { type: 'bug', id, message: `${repository}.${method}: ${said}` };
  }
}

/** The client's types are made from the repositories', so that names and parameters fit. */
function call(
  repositories: object,
  repository: string,
  method: string,
  parameters: readonly unknown[],
): unknown {
  const owner: unknown = Reflect.get(repositories, repository);
  if (typeof owner !== 'object' || owner === null || !Object.hasOwn(owner, method)) {
    throw new Error('There is no such method.');
  }
  const called: unknown = Reflect.get(owner, method);
  if (typeof called !== 'function') throw new Error('There is no such method.');
  return Reflect.apply(called, owner, parameters);
}

function namesOf(repositories: object): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(repositories).map(([name, repository]) => [name, Object.keys(repository)]),
  );
}

function reply(message: CacheReply): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port has no origin
  parentPort?.postMessage(message);
}

start(workerData as CacheWorkerData);
