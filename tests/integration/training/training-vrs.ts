import { strict as assert } from 'node:assert';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';

import { Agent, request as undiciRequest } from 'undici';

import type { VrsCall } from '../../../src-shared/vrs-api/call.ts';
import {
  type VrsAnswer,
  type VrsCallName,
  type VrsRequest,
  vrsCalls,
} from '../../../src-shared/vrs-api/calls.ts';
import { VrsProblem } from '../../../src-shared/vrs-api/problem.ts';
import { startTrainingVrs, type TrainingVrs, type TrainingVrsOptions } from '../../../src-training/start.ts';
import { expectAsDocumented } from './contract-check.ts';

export interface Sent {
  readonly token?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes?: Uint8Array;
  /** The body as it is, where a test sends what the schema would not let it. */
  readonly raw?: string;
  readonly signal?: AbortSignal;
}

export interface Received<Body = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Body;
}

/** Speaks to a VRS over real TLS as the call table says, and holds every answer against the OpenAPI file. */
export class TestClient {
  readonly #origin: string;
  readonly agent: Agent;

  constructor(origin: string, tls: { readonly ca: string; readonly cert?: string; readonly key?: string }) {
    this.#origin = origin;
    this.agent = new Agent({ connect: tls });
  }

  /** Whatever comes back. */
  async send(name: VrsCallName, given: Given, sent: Sent = {}): Promise<Received> {
    const call: VrsCall = vrsCalls[name];
    const hasBody = call.body !== undefined && sent.bytes === undefined;
    const answer = await this.plain(call.method, pathOf(call, given), {
      ...sent,
      headers: {
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
        ...(call.idempotent ? { 'idempotency-key': sent.key ?? randomUUID() } : {}),
        ...sent.headers,
      },
      ...(hasBody && sent.raw === undefined ? { raw: JSON.stringify(given.body) } : {}),
    });
    expectAsDocumented(name, {
      status: answer.status,
      contentType: String(answer.headers['content-type'] ?? ''),
      body: answer.body,
    });
    return answer;
  }

  /** One HTTP request, whether the contract knows it or not. */
  async plain(method: string, path_: string, sent: Sent = {}): Promise<Received> {
    const response = await undiciRequest(this.#origin + path_, {
      dispatcher: this.agent,
      method,
      headers: {
        ...(sent.token === undefined ? {} : { authorization: `Bearer ${sent.token}` }),
        ...sent.headers,
      },
      body: sent.bytes ?? sent.raw ?? null,
      ...(sent.signal ? { signal: sent.signal } : {}),
    });
    const text = await response.body.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.statusCode, headers: response.headers, body };
  }

  /** The answer; fails where there is a problem instead. */
  async call<Name extends VrsCallName>(
    name: Name,
    given: VrsRequest<Name>,
    sent: Sent = {},
  ): Promise<VrsAnswer<Name>> {
    const { status, body } = await this.send(name, given, sent);
    assert.equal(codeOf(body) ?? status, vrsCalls[name].status, name);
    const { answer }: VrsCall = vrsCalls[name];
    return answer?.parse(body) as VrsAnswer<Name>;
  }

  /** The code of the problem that has to come. */
  async refusal(name: VrsCallName, given: Given, sent: Sent = {}): Promise<VrsProblem> {
    const { body } = await this.send(name, given, sent);
    return VrsProblem.parse(body);
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }
}

export interface Given {
  readonly path?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

function codeOf(body: unknown): string | undefined {
  const problem = VrsProblem.safeParse(body);
  return problem.success ? problem.data.code : undefined;
}

function pathOf(call: VrsCall, { path: values = {}, query = {} }: Given): string {
  const named = values as Record<string, unknown>;
  const route = call.route.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(named[name])),
  );
  const search = new URLSearchParams(
    Object.entries(query as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  );
  return search.size === 0 ? route : `${route}?${search.toString()}`;
}

/** Somebody who is signed in. */
export class SignedIn {
  readonly client: TestClient;
  readonly userId: string;
  token: string;

  constructor(client: TestClient, userId: string, token: string) {
    this.client = client;
    this.userId = userId;
    this.token = token;
  }

  call<Name extends VrsCallName>(
    name: Name,
    given: VrsRequest<Name>,
    sent: Sent = {},
  ): Promise<VrsAnswer<Name>> {
    return this.client.call(name, given, { token: this.token, ...sent });
  }

  refusal(name: VrsCallName, given: Given, sent: Sent = {}): Promise<VrsProblem> {
    return this.client.refusal(name, given, { token: this.token, ...sent });
  }

  send(name: VrsCallName, given: Given, sent: Sent = {}): Promise<Received> {
    return this.client.send(name, given, { token: this.token, ...sent });
  }
}

/** A training VRS in a folder of its own, with few people and cheap hashes. */
export class TestVrs {
  readonly vrs: TrainingVrs;
  readonly client: TestClient;
  readonly folder: string;
  readonly bugs: Error[];
  #isOpen = true;

  private constructor(vrs: TrainingVrs, folder: string, bugs: Error[]) {
    this.vrs = vrs;
    this.folder = folder;
    this.bugs = bugs;
    this.client = this.newClient();
  }

  static async start(options: Partial<TrainingVrsOptions> = {}): Promise<TestVrs> {
    const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'training-vrs-')));
    const bugs: Error[] = [];
    const onBug = (bug: Error): void => void bugs.push(bug);
    const vrs = await startTrainingVrs({ folder, people: 300, passwordHashCost: 1024, onBug, ...options });
    return new TestVrs(vrs, folder, bugs);
  }

  newClient(identity: { cert?: string; key?: string } = this.identity): TestClient {
    return new TestClient(this.vrs.origin, { ca: this.vrs.caPem, ...identity });
  }

  get identity(): { readonly cert: string; readonly key: string } {
    return { cert: this.vrs.clientCertPem, key: this.vrs.clientKeyPem };
  }

  /** Password and an unused code; where both codes of the window are used the clock goes on. */
  credentials(userId: string): ReturnType<TrainingVrs['credentials']> {
    try {
      return this.vrs.credentials(userId);
    } catch {
      this.vrs.clock.advance(30_000);
      return this.vrs.credentials(userId);
    }
  }

  async signIn(userId: string, client = this.client): Promise<SignedIn> {
    const { token } = await client.call('session.open', { body: this.credentials(userId) });
    return new SignedIn(client, userId, token);
  }

  /** A proof for approving that batch. */
  async proofFor(person: SignedIn, batchId: string): Promise<string> {
    const { password, oneTimePassword } = this.credentials(person.userId);
    const purpose = { action: 'batch.approve', batchId };
    const answer = await person.call('session.reauthenticate', {
      body: { password, oneTimePassword, purpose } as VrsRequest<'session.reauthenticate'>['body'],
    });
    return answer.proof;
  }

  /** Stops the server; the folder stays. */
  async stop(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.client.close();
    await this.vrs.close();
  }

  /** Stops, forgets the folder, and fails where the server had a fault of its own. */
  async end(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
    assert.deepEqual(
      this.bugs.map(({ stack }) => stack),
      [],
      'bugs of the training VRS',
    );
  }
}

export function contentDigest(bytes: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
}

/** Rows as a chunk is sent: lines of JSON arrays, zstd. */
export function chunkOf(rows: readonly (readonly unknown[])[]): Required<Pick<Sent, 'bytes' | 'headers'>> {
  const bytes = zstdCompressSync(Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')));
  return {
    bytes,
    headers: {
      'content-type': 'application/jsonl',
      'content-encoding': 'zstd',
      'content-digest': contentDigest(bytes),
    },
  };
}
