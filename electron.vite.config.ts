import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const out = (folder: string): string => path.resolve('out', folder);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

const electronVersion = (
  JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: { electron: string } }
).devDependencies.electron;

/** SECURITY: H18 — lists every built file of the window with its digest; the app serves these and nothing else. */
function assetManifest(): Plugin {
  return {
    name: 'asset-manifest',
    async writeBundle() {
      const folder = out('renderer');
      const manifest: Record<string, { sha256: string; type: string }> = {};
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const file = path.join(entry.parentPath, entry.name);
        const type = types[path.extname(entry.name)];
        if (type === undefined) throw new Error(`No content type for ${entry.name}`);
        const sha256 = createHash('sha256')
          .update(await readFile(file))
          .digest('hex');
        manifest[`/${path.relative(folder, file).replaceAll(path.sep, '/')}`] = { sha256, type };
      }
      await writeFile(out('renderer-manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
    },
  };
}

/** Lists the packages whose code, styles or fonts a bundle takes in: they are shipped, and the lists of parts and licences name them. */
function bundledPackages(bundle: 'main' | 'preload' | 'renderer'): Plugin {
  const styles: string[] = [];
  return {
    name: 'bundled-packages',
    enforce: 'pre',
    transform(code, id) {
      // The style sheet's parts are put together before the bundler sees them.
      if (!id.endsWith('.css')) return;
      for (const [, name = ''] of code.matchAll(/@import '((?:@[\w.-]+\/)?[\w.-]+)/g)) {
        styles.push(`node_modules/${name}/`);
      }
    },
    async writeBundle(_options, files) {
      const inside = Object.values(files).flatMap((file) =>
        file.type === 'chunk' ? file.moduleIds : file.originalFileNames,
      );
      const folders = [...inside, ...styles].flatMap(
        (id) =>
          /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+(?=\/)/.exec(
            id.replaceAll(path.sep, '/'),
          ) ?? [],
      );
      await mkdir(out('bundled-packages'), { recursive: true });
      const list = [...new Set(folders)].toSorted();
      await writeFile(out(`bundled-packages/${bundle}.json`), `${JSON.stringify(list, null, 1)}\n`);
    },
  };
}

export default defineConfig({
  main: {
    plugins: [bundledPackages('main')],
    // The self-check says where another Electron runs than the one that was packed.
    define: { BUILT_FOR_ELECTRON: JSON.stringify(electronVersion) },
    build: {
      outDir: out('main'),
      rollupOptions: {
        input: {
          main: 'src-main/main.ts',
          'cache-worker': 'src-main/cache/cache-worker.ts',
          'file-check-worker': 'src-main/batches/file-check-worker.ts',
          'staging-worker': 'src-main/batches/staging-worker.ts',
          'log-verification-worker': 'src-main/operation-log/verification-worker.ts',
          'log-reading-worker': 'src-main/operation-log/log-reading-worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [bundledPackages('preload')],
    build: {
      outDir: out('preload'),
      rollupOptions: {
        input: { preload: 'src-main/shell/preload.ts' },
        // SECURITY: H12 — a sandboxed preload script must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [bundledPackages('renderer'), react(), tailwindcss(), assetManifest()],
    build: {
      outDir: out('renderer'),
      emptyOutDir: true,
      // SECURITY: H19 — nothing inlined: the policy forbids `data:` for fonts and scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      minify: true,
      rollupOptions: { input: path.resolve('src-renderer/index.html') },
    },
  },
});
