import { type KeyObject, verify } from 'node:crypto';

/** The first line of an archive. */
export interface Manifest {
  readonly earliest: string;
  readonly entries: number;
  readonly first: number;
  readonly hash: string;
  readonly keyId: string;
  readonly latest: string;
  readonly logId: string;
  readonly previousHash: string;
  readonly root: string;
  readonly segments: readonly ManifestSegment[];
  readonly sequence: number;
  readonly signed: string;
  readonly signature: Buffer;
}

export interface ManifestSegment {
  readonly entries: number;
  readonly first: number;
  readonly sha256: string;
}

const digest = '[0-9a-f]{64}';
const number = '[1-9][0-9]{0,10}';
const moment = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
const character = String.raw`(?:[^"\\\u0000-\u001f]|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))`;
const segment = String.raw`\{"entries":${number},"first":${number},"sha256":"${digest}"\}`;
const line = new RegExp(
  [
    String.raw`^(?<head>\{"earliest":"(?<earliest>${moment})","entries":(?<entries>${number}),"first":(?<first>${number}),`,
    String.raw`"fiscalYear":[1-9]\d{3},"format":1,"hash":"(?<hash>${digest})","keepUntil":"\d{4}-\d\d-\d\d",`,
    `"keyId":"(?<keyId>${digest})","latest":"(?<latest>${moment})","logId":"(?<logId>[0-9a-f]{32})",`,
    String.raw`"previousHash":"(?<previousHash>${digest})","root":"(?<root>${digest})","segments":\[(?<segments>${segment}(?:,${segment})*)\],`,
    `"sequence":(?<sequence>${number}),)"signature":"(?<signature>[A-Za-z0-9_-]{86})",`,
    String.raw`(?<tail>"time":"${moment}","workstation":"${character}{0,64}"\})$`,
  ].join(''),
);

/** Undefined for a text that is no manifest. */
export function readManifest(given: string): Manifest | undefined {
  const named = line.exec(given)?.groups;
  if (named === undefined) return undefined;
  const { earliest = '', latest = '', hash = '', keyId = '', logId = '' } = named;
  const { previousHash = '', root = '' } = named;
  const signature = Buffer.from(named['signature'] ?? '', 'base64url');
  // The last letter holds four bits that say nothing: they have to be zero.
  if (signature.toString('base64url') !== named['signature']) return undefined;
  const entries = Number(named['entries']);
  const first = Number(named['first']);
  const sequence = Number(named['sequence']);
  if (entries !== sequence - first + 1) return undefined;
  const signed = `operation-log-archive-1\n${named['head'] ?? ''}${named['tail'] ?? ''}`;
  const segments = readSegments(named['segments'] ?? '');
  const facts = { earliest, entries, first, hash, keyId, latest, logId, previousHash, root };
  return { ...facts, segments, sequence, signed, signature };
}

function readSegments(given: string): readonly ManifestSegment[] {
  const parts = given.matchAll(/"entries":(\d+),"first":(\d+),"sha256":"([0-9a-f]{64})"/g);
  return [...parts].map(([, entries, first, sha256 = '']) => ({
    entries: Number(entries),
    first: Number(first),
    sha256,
  }));
}

export function isManifestSigned(
  { keyId, signed, signature }: Manifest,
  keys: ReadonlyMap<string, KeyObject>,
): boolean {
  const key = keys.get(keyId);
  return key?.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(signed), key, signature);
}
