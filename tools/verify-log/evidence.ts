import type { KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import type { Chain, Finding } from './chain.ts';
import {
  type CheckpointFile,
  type CheckpointFinding,
  missingHere,
  type Proof,
  readCheckpoints,
} from './checkpoint-files.ts';
import { readPublicKeys } from './checkpoint-grammar.ts';
import { Unusable } from './unusable.ts';

/** What bears witness for the log: its checkpoints, here and copied elsewhere. */
export interface Evidence {
  /** Checkpoint files that were read. */
  readonly files: readonly CheckpointFile[];
  readonly findings: readonly CheckpointFinding[];
  readonly proofs: ReadonlyMap<number, readonly Proof[]>;
  /** The keys that were given or lie beside the log. */
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** Fingerprints of the keys under which they stand. */
  readonly keyIds: readonly string[];
  /** True where copies from outside the terminal were among them. */
  readonly hasCopies: boolean;
  /** Checkpoints of the log's folder that no copy has yet, oldest first. */
  readonly notCopied: readonly Proof[];
}

const OWN_FILE = 'checkpoints.jsonl';
const KEY_FILE = 'checkpoint-key.pem';

/** `log`: a folder brings its own checkpoints with it; a single file has none. */
export function gatherEvidence(
  log: string,
  copies: string | undefined,
  publicKey: string | undefined,
  hasArchives: boolean,
): Evidence {
  const isFolder = statSync(log).isDirectory();
  const own = isFolder && existsSync(join(log, OWN_FILE)) ? [join(log, OWN_FILE)] : [];
  const copied = copies === undefined ? [] : copiesAt(copies);
  if (own.length + copied.length === 0 && !hasArchives) {
    const nothing = {
      files: [],
      findings: [],
      proofs: new Map(),
      keys: new Map(),
      keyIds: [],
      notCopied: [],
    };
    return { ...nothing, hasCopies: false };
  }
  const keys = keysIn(publicKey ?? join(isFolder ? log : dirname(log), KEY_FILE));
  const [ownFile] = own.map((path) => readCheckpoints(basename(path), readFileSync(path), keys));
  const copyFiles = ofThisTerminal(
    copied.map((path) => readCheckpoints(basename(path), readFileSync(path), keys)),
    copies,
  );
  const files = [...(ownFile === undefined ? [] : [ownFile]), ...copyFiles];
  const proofs = files.flatMap((file) => file.proofs);
  return {
    files,
    findings: [
      ...files.flatMap(({ findings }) => findings),
      ...(isFolder ? copyFiles.flatMap((copy) => missingHere(ownFile, copy)) : []),
    ],
    keys,
    proofs: Map.groupBy(proofs, ({ sequence }) => sequence),
    keyIds: [...new Set(proofs.map(({ keyId }) => keyId))],
    hasCopies: copyFiles.length > 0,
    notCopied: copyFiles.length === 0 || ownFile === undefined ? [] : notCopied(ownFile, copyFiles),
  };
}

function notCopied(own: CheckpointFile, copies: readonly CheckpointFile[]): readonly Proof[] {
  const copied = new Set(copies.flatMap(({ proofs }) => proofs.map(({ digest }) => digest)));
  return own.proofs.filter(({ digest }) => !copied.has(digest));
}

/** What checkpoints prove to have been behind the last entry that is there. */
export function beyond(chain: Chain): readonly Finding[] {
  const last = chain.last?.sequence ?? 0;
  const newest = Math.max(0, ...chain.proofs.keys());
  const [proof] = chain.proofs.get(newest) ?? [];
  if (newest <= last || proof === undefined) return [];
  const why = `${newest} 番の記録まであったという署名点（${proof.file} の ${proof.line} 行目）があります。ログの終わりが切り取られたか、古い控えに戻されています`;
  return [{ at: last + 1, file: '', why }];
}

/** The one file, or all copies in a folder. */
function copiesAt(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => /^checkpoints.*\.jsonl$/.test(name));
  if (names.length > 0) return names.toSorted().map((name) => join(path, name));
  throw new Unusable('このフォルダーに署名点の控え（checkpoints….jsonl）がありません。');
}

/** Terminals may share the folder of the copies: of a folder, the files that the key of this one has signed. */
function ofThisTerminal(
  files: readonly CheckpointFile[],
  given: string | undefined,
): readonly CheckpointFile[] {
  if (given === undefined || !statSync(given).isDirectory()) return files;
  const own = files.filter(({ proofs }) => proofs.length > 0);
  if (own.length > 0) return own;
  throw new Unusable(
    'このフォルダーに、この公開鍵で署名された控えがありません。--public-key を確かめてください。',
  );
}

function keysIn(path: string): ReadonlyMap<string, KeyObject> {
  if (!existsSync(path)) {
    throw new Unusable('署名点の公開鍵（checkpoint-key.pem）がありません。--public-key で指定してください。');
  }
  try {
    const keys = readPublicKeys(readFileSync(path, 'utf8'));
    if (keys.size > 0) return keys;
  } catch {
    // Said below.
  }
  throw new Unusable('公開鍵のファイルを読めません。');
}
