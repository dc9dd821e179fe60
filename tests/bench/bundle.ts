import { join } from 'node:path';

import { build } from 'vite';

/** As deep as this folder, so that what is named from here is found from there. */
const OUT = 'out/bench';

/**
 * The contenders as plain JavaScript, as the product is shipped: taking the types out of some hundred files would cost each of them memory
 * that no work needs. Gives the entry's file.
 */
export async function bundleBenches(entry: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: entry,
      outDir: OUT,
      emptyOutDir: true,
      minify: false,
      target: 'node24',
      rolldownOptions: { output: { entryFileNames: 'run.js', chunkFileNames: '[name].js' } },
    },
  });
  return join(OUT, 'run.js');
}
