import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { ShippedPackage } from './shipped-packages.ts';

/** The licence texts of all packages that are shipped, as their authors wrote them. A package without a text ends the packing. */
export function licenceTexts(projectDir: string, packages: readonly ShippedPackage[]): string {
  const parts = packages.map(({ name, version, license, folder }) => {
    const inside = path.join(projectDir, folder);
    const files = readdirSync(inside).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    if (files.length === 0) throw new Error(`${name}@${version} (${license}) has no licence text`);
    const texts = files.map((file) => readFileSync(path.join(inside, file), 'utf8').trim());
    return `${'='.repeat(100)}\n${name} ${version} — ${license}\n${'='.repeat(100)}\n\n${texts.join('\n\n')}\n`;
  });
  return parts.join('\n');
}
