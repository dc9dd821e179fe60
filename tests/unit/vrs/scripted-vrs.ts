import { ConnectionMonitor } from '../../../src-main/vrs/connection-monitor.ts';
import type { Transport, TransportRequest } from '../../../src-main/vrs/transport.ts';
import { VrsClient, type VrsClientParts } from '../../../src-main/vrs/vrs-client.ts';
import type { Connection } from '../../../src-shared/contract/session.ts';

type Answer = Response | Error | ((request: TransportRequest) => Promise<Response>);

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

export const refusal = (status: number, code: string, more: object = {}): Response =>
  json(status, { type: `urn:vrs:problem:${code}`, title: code, status, code, ...more });

/** A client over a transport that answers as scripted, one answer a request; the last one stands for all further ones. */
export function scriptedVrs(answers: readonly Answer[], parts: Partial<VrsClientParts> = {}) {
  const requests: (TransportRequest & { readonly url: string })[] = [];
  const connections: Connection[] = [];
  const transport: Transport = (url, request) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push({ ...request, url });
    if (typeof answer === 'function') return answer(request);
    return answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve(answer?.clone() ?? new Response());
  };
  const client = new VrsClient({
    origin: 'https://vrs.example.lg.jp',
    transport,
    monitor: new ConnectionMonitor((connection) => connections.push(connection)),
    token: () => 'token-of-the-session',
    tokenRefused: () => undefined,
    retry: { attempts: 3, firstWait: 1, longestWait: 20 },
    ...parts,
  });
  return { client, requests, connections };
}
