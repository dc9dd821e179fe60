import { once } from 'node:events';
import { connect, createServer, type ListenOptions, type Server, type Socket } from 'node:net';

/** Where bytes go on to: a port of this namespace's loopback, or a socket in a folder, which lies in every namespace. */
export type Onward = { readonly port: number; readonly host: '127.0.0.1' } | { readonly path: string };

/** Passes on whatever comes, in both directions, and ends one side when the other ends. */
export async function relay(where: ListenOptions, onward: Onward): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (came) => {
    const went = connect({ ...onward, allowHalfOpen: true });
    tie(came, went);
    tie(went, came);
  });
  server.listen(where);
  await once(server, 'listening');
  return server;
}

function tie(from: Socket, to: Socket): void {
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
  from.pipe(to);
}

export function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
