import { z } from 'zod';

import type { SecretStore } from './secret-store.ts';

/** The newest entry of the operation log, as the log's `HeadAnchor` wants it kept. */
const Head = z.strictObject({ sequence: z.int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/) });
type Head = z.infer<typeof Head>;

/**
 * Keeps the head of the operation log in the credential store, out of reach of who can only change files. With `memoryOnly` it ends
 * with this process. SECURITY: P7.
 */
export function headAnchor(
  store: SecretStore,
  installationId: string,
  memoryOnly: boolean,
): { read(): Promise<Head | undefined>; write(head: Head): Promise<void> } {
  if (memoryOnly) return inMemory();
  const account = `log-head/${installationId}`;
  return {
    async read() {
      const kept = await store.get(account);
      return kept === undefined ? undefined : Head.parse(JSON.parse(Buffer.from(kept).toString('utf8')));
    },
    write: ({ sequence, hash }) => store.set(account, Buffer.from(JSON.stringify({ sequence, hash }))),
  };
}

function inMemory(): ReturnType<typeof headAnchor> {
  let kept: Head | undefined;
  return {
    read: () => Promise.resolve(kept),
    write: (head) => {
      kept = head;
      return Promise.resolve();
    },
  };
}
