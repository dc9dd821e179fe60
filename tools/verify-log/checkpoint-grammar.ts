import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** A line of a checkpoint file. */
export interface Checkpoint {
  readonly day: string;
  readonly first: number;
  readonly hash: string;
  readonly keyId: string;
  readonly logId: string;
  readonly previous: string;
  readonly root: string;
  readonly sequence: number;
  readonly time: string;
  readonly signed: string;
  readonly signature: Buffer;
}

const digest = '[0-9a-f]{64}';
const number = '[1-9][0-9]{0,10}';
const character = String.raw`(?:[^"\\\u0000-\u001f]|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))`;
const line = new RegExp(
  [
    String.raw`^(?<head>\{"day":"(?<day>\d{4}-\d\d-\d\d)","entries":(?<entries>${number}),"first":(?<first>${number}),"format":1,`,
    `"hash":"(?<hash>${digest})","keyId":"(?<keyId>${digest})","logId":"(?<logId>[0-9a-f]{32})",`,
    `"previous":"(?<previous>${digest})","root":"(?<root>${digest})","sequence":(?<sequence>${number}),)`,
    `"signature":"(?<signature>[A-Za-z0-9_-]{86})",`,
    String.raw`(?<tail>"time":"(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)","workstation":"${character}{0,64}"\})$`,
  ].join(''),
);

/** Undefined for a text that is no line of a checkpoint file. */
export function readCheckpoint(given: string): Checkpoint | undefined {
  const named = line.exec(given)?.groups;
  if (named === undefined) return undefined;
  const { day = '', hash = '', keyId = '', logId = '', previous = '', root = '', time = '' } = named;
  const first = Number(named['first']);
  const sequence = Number(named['sequence']);
  const signature = Buffer.from(named['signature'] ?? '', 'base64url');
  // The last letter holds four bits that say nothing: they have to be zero.
  if (signature.toString('base64url') !== named['signature']) return undefined;
  if (Number(named['entries']) !== sequence - first + 1) return undefined;
  const signed = `operation-log-checkpoint-1\n${named['head'] ?? ''}${named['tail'] ?? ''}`;
  return { day, first, hash, keyId, logId, previous, root, sequence, time, signed, signature };
}

/** Ed25519 public keys by the SHA-256 of their DER. Throws for a text that is no list of public keys in PEM. */
export function readPublicKeys(pem: string): ReadonlyMap<string, KeyObject> {
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/g) ?? [];
  return new Map(
    blocks.map((block) => {
      const key = createPublicKey(block);
      return [
        createHash('sha256')
          .update(key.export({ type: 'spki', format: 'der' }))
          .digest('hex'),
        key,
      ];
    }),
  );
}

export function isSigned({ signed, signature }: Checkpoint, key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(signed), key, signature);
}
