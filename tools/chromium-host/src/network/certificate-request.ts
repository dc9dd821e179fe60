/**
 * Did the server ask for a client certificate, and from which authorities? Node does not tell, and Electron fires
 * `select-client-certificate` only if so. The answer stands in the server's half of the handshake: in the clear for
 * TLS 1.2, and for TLS 1.3 under the handshake secret that Node's `keylog` event gives to the client.
 */
import { createDecipheriv, createHmac, X509Certificate, type DecipherGCM } from 'node:crypto';

export interface CertificateRequest {
  /** DER of the names of the authorities that the server accepts; empty if it does not say. */
  readonly authorities: readonly Buffer[];
}

export interface Handshake {
  /** Everything that the server sent up to the end of the handshake. */
  readonly fromServer: Buffer;
  /** Lines of NSS key log format. */
  readonly keyLog: readonly string[];
}

const record = { handshake: 22, applicationData: 23 } as const;
const message = { serverHello: 2, certificate: 11, certificateRequest: 13 } as const;
const extension = { supportedVersions: 43, certificateAuthorities: 47 } as const;

interface Suite {
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
  readonly hash: 'sha256' | 'sha384';
  readonly keyBytes: number;
}
/** The cipher suites of TLS 1.3 that OpenSSL and Chromium offer. */
const suites = new Map<number, Suite>([
  [0x1301, { cipher: 'aes-128-gcm', hash: 'sha256', keyBytes: 16 }],
  [0x1302, { cipher: 'aes-256-gcm', hash: 'sha384', keyBytes: 32 }],
  [0x1303, { cipher: 'chacha20-poly1305', hash: 'sha256', keyBytes: 32 }],
]);

interface Chunk {
  readonly type: number;
  readonly body: Buffer;
  /** With its header, which is authenticated along. */
  readonly header: Buffer;
}

/** A truncated last chunk is left out: the server may have gone on talking. */
function* readChunks(
  bytes: Buffer,
  headerBytes: number,
  lengthAt: number,
  lengthBytes: number,
): Generator<Chunk> {
  for (let at = 0; at + headerBytes <= bytes.length;) {
    const end = at + headerBytes + bytes.readUIntBE(at + lengthAt, lengthBytes);
    if (end > bytes.length) return;
    const header = bytes.subarray(at, at + headerBytes);
    yield { type: bytes.readUInt8(at), body: bytes.subarray(at + headerBytes, end), header };
    at = end;
  }
}
const readRecords = (bytes: Buffer): Generator<Chunk> => readChunks(bytes, 5, 3, 2);
const readMessages = (bytes: Buffer): Generator<Chunk> => readChunks(bytes, 4, 1, 3);

/** A vector with a length of two bytes before each element, as in lists of extensions and of names. */
function readVector(bytes: Buffer): Buffer[] {
  const items: Buffer[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const length = bytes.readUInt16BE(at);
    items.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return items;
}

function readExtensions(bytes: Buffer): Map<number, Buffer> {
  const extensions = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = bytes.readUInt16BE(at + 2);
    extensions.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return extensions;
}

interface ServerHello {
  readonly suite: number;
  readonly isTls13: boolean;
}

function readServerHello(body: Buffer): ServerHello {
  // version (2), random (32), session id (1 + n), cipher suite (2), compression (1), extensions (2 + n)
  const afterSession = 35 + body.readUInt8(34);
  const extensions = readExtensions(body.subarray(afterSession + 5));
  return { suite: body.readUInt16BE(afterSession), isTls13: extensions.has(extension.supportedVersions) };
}

/** HKDF-Expand-Label of RFC 8446, 7.1, without context. Node's hkdf always extracts first, so this expands by hand. */
function trafficKeys(secret: Buffer, suite: Suite): { key: Buffer; iv: Buffer } {
  const expand = (label: string, length: number): Buffer => {
    const name = Buffer.from(`tls13 ${label}`);
    const info = Buffer.concat([
      Buffer.from([length >> 8, length & 0xff, name.length]),
      name,
      Buffer.from([0, 1]),
    ]);
    return createHmac(suite.hash, secret).update(info).digest().subarray(0, length);
  };
  return { key: expand('key', suite.keyBytes), iv: expand('iv', 12) };
}

/** The overloads of createDecipheriv know the one cipher or the others, not both. */
const createAead = (cipher: Suite['cipher'], key: Buffer, nonce: Buffer): DecipherGCM =>
  cipher === 'chacha20-poly1305'
    ? createDecipheriv(cipher, key, nonce, { authTagLength: 16 })
    : createDecipheriv(cipher, key, nonce, { authTagLength: 16 });

function decryptRecords(records: readonly Chunk[], secret: Buffer, suite: Suite): Buffer {
  const { key, iv } = trafficKeys(secret, suite);
  const parts: Buffer[] = [];
  for (const [sequence, { header, body }] of records.entries()) {
    const nonce = Buffer.from(iv);
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
    const decipher = createAead(suite.cipher, key, nonce);
    decipher.setAAD(header, { plaintextLength: body.length - 16 });
    decipher.setAuthTag(body.subarray(-16));
    let inner: Buffer;
    try {
      inner = Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]);
    } catch {
      break; // Under the next secret: the handshake is over.
    }
    let end = inner.length - 1;
    while (end >= 0 && inner[end] === 0) end--;
    if (inner[end] === record.handshake) parts.push(inner.subarray(0, end));
  }
  return Buffer.concat(parts);
}

const secretOf = (keyLog: readonly string[]): Buffer | undefined => {
  const line = keyLog.find((entry) => entry.startsWith('SERVER_HANDSHAKE_TRAFFIC_SECRET '));
  const hex = line?.trim().split(' ')[2];
  return hex === undefined ? undefined : Buffer.from(hex, 'hex');
};

/** What comes in the clear: in TLS 1.2 everything up to ChangeCipherSpec, in TLS 1.3 the hellos. */
function readClearMessages(records: readonly Chunk[]): Chunk[] {
  const clear = records.filter((entry) => entry.type === record.handshake).map((entry) => entry.body);
  return [...readMessages(Buffer.concat(clear))];
}

/** The server's certificates in a handshake of TLS 1.2 that did not get far enough for Node to give them. */
export function presentedInClear(fromServer: Buffer): X509Certificate[] {
  const body = readClearMessages([...readRecords(fromServer)]).find(
    (entry) => entry.type === message.certificate,
  )?.body;
  if (body === undefined) return [];
  const certificates: X509Certificate[] = [];
  for (let at = 3; at + 3 <= body.length;) {
    const length = body.readUIntBE(at, 3);
    certificates.push(new X509Certificate(body.subarray(at + 3, at + 3 + length)));
    at += 3 + length;
  }
  return certificates;
}

/** Nothing if the server did not ask. */
export function findCertificateRequest(handshake: Handshake): CertificateRequest | undefined {
  const records = [...readRecords(handshake.fromServer)];
  const clearMessages = readClearMessages(records);
  // A retry comes as a hello too; the last one counts.
  const last = clearMessages.findLast((entry) => entry.type === message.serverHello);
  if (last === undefined) return undefined;
  const hello = readServerHello(last.body);

  if (!hello.isTls13) {
    const request = clearMessages.find((entry) => entry.type === message.certificateRequest);
    if (request === undefined) return undefined;
    // certificate types (1 + n), signature algorithms (2 + n), authorities (2 + n)
    const afterTypes = 1 + request.body.readUInt8(0);
    const afterAlgorithms = afterTypes + 2 + request.body.readUInt16BE(afterTypes);
    return { authorities: readVector(request.body.subarray(afterAlgorithms + 2)) };
  }

  const suite = suites.get(hello.suite);
  const secret = secretOf(handshake.keyLog);
  if (suite === undefined || secret === undefined) return undefined;
  const encrypted = records.filter((entry) => entry.type === record.applicationData);
  const request = [...readMessages(decryptRecords(encrypted, secret, suite))].find(
    (entry) => entry.type === message.certificateRequest,
  );
  if (request === undefined) return undefined;
  // context (1 + n), extensions (2 + n)
  const extensions = readExtensions(request.body.subarray(1 + request.body.readUInt8(0) + 2));
  const authorities = extensions.get(extension.certificateAuthorities);
  return { authorities: authorities === undefined ? [] : readVector(authorities.subarray(2)) };
}
