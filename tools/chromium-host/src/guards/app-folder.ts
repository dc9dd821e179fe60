/** In a package the app's own folder is a read-only archive. Writing there works here, so it throws. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Violate } from '../violations.ts';

/** Each function with the positions of the paths that it changes. */
const writers: Readonly<Record<string, readonly number[]>> = {
  appendFile: [0],
  chmod: [0],
  chown: [0],
  copyFile: [1],
  cp: [1],
  createWriteStream: [0],
  link: [1],
  mkdir: [0],
  mkdtemp: [0],
  rename: [0, 1],
  rm: [0],
  rmdir: [0],
  symlink: [1],
  truncate: [0],
  unlink: [0],
  utimes: [0],
  writeFile: [0],
};

const pathOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return resolve(value);
  if (value instanceof URL) return fileURLToPath(value);
  return Buffer.isBuffer(value) ? resolve(value.toString()) : undefined;
};

const opensForWriting = (flags: unknown): boolean =>
  typeof flags === 'string'
    ? /[wa+]/.test(flags)
    : typeof flags === 'number' && (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0;

type Functions = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/** From here on, for everybody in this process that writes through `fs`; native modules are not seen. */
export function guardAppFolder(readOnly: readonly string[], violate: Violate): void {
  const check = (name: string, value: unknown): void => {
    const path = pathOf(value);
    if (path === undefined || !readOnly.some((root) => path === root || path.startsWith(root + sep))) return;
    violate('app-folder-write', `fs.${name}(${path})`);
    throw Object.assign(new Error(`EACCES: the app's folder is read-only in a package, ${name} '${path}'`), {
      code: 'EACCES',
      syscall: name,
      path,
    });
  };
  const guard = (functions: Functions, name: string, positions: readonly number[]): void => {
    const original = functions[name];
    if (original === undefined) return;
    functions[name] = (...args) => {
      for (const position of positions) check(name, args[position]);
      return Reflect.apply(original, functions, args);
    };
  };
  const guardOpen = (functions: Functions, name: string): void => {
    const original = functions[name];
    if (original === undefined) return;
    functions[name] = (...args) => {
      if (opensForWriting(args[1])) check(name, args[0]);
      return Reflect.apply(original, functions, args);
    };
  };
  const plain = fs as unknown as Functions;
  const promises = fs.promises as unknown as Functions;
  for (const [name, positions] of Object.entries(writers)) {
    guard(plain, name, positions);
    guard(plain, `${name}Sync`, positions);
    guard(promises, name, positions);
  }
  for (const functions of [plain, promises]) guardOpen(functions, 'open');
  guardOpen(plain, 'openSync');
  syncBuiltinESMExports();
}
