import { Agent, fetch as undiciFetch } from 'undici';

import type { Transport } from '../../src-main/vrs/transport.ts';

export interface ClientIdentity {
  readonly caPem: string;
  /** None, where no server asks for one. */
  readonly clientCertPem?: string;
  readonly clientKeyPem?: string;
}

/** Node's transport, with the client certificate: what Electron's session is in the app. */
export function nodeTransport({
  caPem,
  clientCertPem,
  clientKeyPem,
}: ClientIdentity): Transport & { close(): Promise<void>; destroy(): Promise<void> } {
  const dispatcher = new Agent({
    connect: {
      ca: caPem,
      ...(clientCertPem === undefined ? {} : { cert: clientCertPem }),
      ...(clientKeyPem === undefined ? {} : { key: clientKeyPem }),
    },
  });
  const transport: Transport = async (url, { method, headers, body, signal }) => {
    const response = await undiciFetch(url, {
      method,
      headers: { ...headers },
      ...(body === undefined ? {} : { body }),
      signal,
      redirect: 'error',
      dispatcher,
    });
    // undici's own Response and the global one are the same class by another name.
    return response as unknown as Response;
  };
  return Object.assign(transport, {
    close: () => dispatcher.close(),
    destroy: () => dispatcher.destroy(),
  });
}
