import { readFile, writeFile } from 'node:fs/promises';

/** The template's English, and what stands there in our package. Windows Installer takes its language from the first. */
const replacements: readonly (readonly [from: string, to: string])[] = [
  ['Language="1033"', 'Language="1041"'],
  [
    `DowngradeErrorMessage='A newer version of "[ProductName]" is already installed.'`,
    `DowngradeErrorMessage='「[ProductName]」の新しい版が、すでに入っています。'`,
  ],
];

/** electron-builder writes MSI projects in English and has no setting for it. A template that changed ends the packing. */
export async function msiProjectCreated(file: string): Promise<void> {
  let project = await readFile(file, 'utf8');
  for (const [from, to] of replacements) {
    if (project.split(from).length !== 2) throw new Error(`The MSI template has no single ${from}`);
    project = project.replace(from, () => to);
  }
  await writeFile(file, project);
}
