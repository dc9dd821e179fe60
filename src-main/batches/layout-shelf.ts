import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { problem, type Problem } from '../../src-shared/contract/problem.ts';
import { Sha256 } from '../../src-shared/domain/identifiers.ts';
import {
  canonicalProfile,
  LayoutProfile,
  profileMistake,
} from '../../src-shared/domain/layouts/layout-profile.ts';
import { layoutOfProfile } from '../../src-shared/domain/layouts/layout-of-profile.ts';
import type { Layout } from '../../src-shared/domain/rules/layout.ts';
import { shippedProfiles } from '../../src-shared/domain/rules/layouts.ts';

export interface ShelvedLayout {
  readonly profile: LayoutProfile;
  readonly layout: Layout;
  /** Over the profile as data: what two layouts of one name and version differ by. */
  readonly sha256: Sha256;
  /** The municipality's, not the product's. */
  readonly own: boolean;
}

/** Longer is no layout. */
const MAX_BYTES = 1_048_576;
const MAX_FILES = 100;

/** The layouts of this workstation: those that ship with the product, and the municipality's own in a folder, read once at the start. */
export class LayoutShelf {
  /** Own ones first: they win over the shipped ones that they were copied from. */
  readonly all: readonly ShelvedLayout[];
  /** One for each file that can't be used: `layout-file-unusable`. */
  readonly refused: readonly Problem[];

  /** `folder`: it may be missing, then there are only the shipped ones. */
  constructor(folder?: string) {
    const shipped = shippedProfiles.map((json) => shelved(LayoutProfile.parse(json), false));
    const own: ShelvedLayout[] = [];
    const refused: Problem[] = [];
    for (const file of filesIn(folder)) {
      const read = readProfile(file, [...shipped, ...own]);
      if ('profile' in read) own.push(shelved(read.profile, true));
      else refused.push(problem('layout-file-unusable', { file: path.basename(file), ...read }));
    }
    this.all = [...own, ...shipped];
    this.refused = refused;
  }

  get layouts(): readonly Layout[] {
    return this.all.map(({ layout }) => layout);
  }

  find(id: string): ShelvedLayout | undefined {
    return this.all.find(({ layout }) => layout.id === id);
  }
}

function shelved(profile: LayoutProfile, own: boolean): ShelvedLayout {
  const digest = createHash('sha256').update(canonicalProfile(profile)).digest('hex');
  return { profile, layout: layoutOfProfile(profile), sha256: Sha256.parse(digest), own };
}

function filesIn(folder: string | undefined): readonly string[] {
  if (folder === undefined) return [];
  try {
    const names = readdirSync(folder).filter((name) => name.toLowerCase().endsWith('.json'));
    return names
      .toSorted()
      .slice(0, MAX_FILES)
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

type Refusal = { readonly field: string; readonly why: string };

function readProfile(
  file: string,
  taken: readonly ShelvedLayout[],
): { readonly profile: LayoutProfile } | Refusal {
  const json = jsonOf(file);
  if (json === undefined) return { field: '全体', why: 'JSON（UTF-8）として読めません' };
  const parsed = LayoutProfile.safeParse(json);
  if (!parsed.success) return profileMistake(parsed.error);
  const { id } = parsed.data;
  return taken.some(({ layout }) => layout.id === id)
    ? { field: 'id', why: `「${id}」はほかの様式が使っています` }
    : { profile: parsed.data };
}

function jsonOf(file: string): unknown {
  try {
    if (statSync(file).size > MAX_BYTES) return undefined;
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
