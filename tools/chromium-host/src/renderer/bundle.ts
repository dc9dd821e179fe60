/**
 * Makes one script out of the renderer halves: follows their imports, strips their types, and puts everything into one
 * function scope. Enough of a bundler for files that import each other by name and export declarations.
 */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';

const importLine = /^import (?:type )?(?:\{[^}]*\}|\S+) from '(\.[^']+)';$/gm;

function collect(file: string, seen: Set<string>): string {
  if (seen.has(file)) return '';
  seen.add(file);
  const source = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  const before: string[] = [];
  const body = source.replace(importLine, (_line, path: string) => {
    before.push(collect(join(dirname(file), path), seen));
    return '';
  });
  return `${before.join('')}\n// ${file.slice(dirname(dirname(file)).length + 1)}\n${body.replace(/^export /gm, '')}`;
}

/**
 * @param file a module beside this one, for example `main-world.ts`.
 * @param result the name, exported by it, that the script gives back.
 * @returns an expression: the exported value of `result`.
 */
export function rendererScript(file: string, result: string): string {
  return `(() => { 'use strict';\n${collect(join(import.meta.dirname, file), new Set())}\nreturn ${result}; })()`;
}
