import type { KeyObject } from 'node:crypto';

import type { Root, RootPlace } from './root-secret.ts';

/** The keys of everything that this installation has on disk. */
export interface DataKeys {
  /** `memory-only`: no store, so the keys end with this process and the caller discards the cache at exit (training only). */
  readonly kept: 'in-keychain' | 'memory-only';
  /** `lost`: what lies on disk under the keys of before can't be read any more, and these are new ones. */
  readonly found: Root['found'];
  /** Raw 32 bytes for the encrypted SQLite of the cache. */
  readonly cache: Uint8Array;
  /** AES-256 key for the subjects of the operation log. */
  readonly logSubjects: KeyObject;
  /** Ed25519 private key that signs the checkpoints of the operation log. */
  readonly logCheckpoints: KeyObject;
  /** AES-256 key that wraps the key of each batch's staging file. */
  readonly stagingWrap: KeyObject;
  /** Overwrites the key bytes that are ours. */
  forget(): void;
}

export interface DataKeysOptions extends RootPlace {
  readonly profileKind: 'training' | 'production';
}
