/** relay-inside SOCKET PORT [SOCKET PORT …] — inside the app's namespace: from each socket on to that port of the app's loopback. */
import { relay } from './relay.ts';

const words = process.argv.slice(2);
for (let at = 0; at + 1 < words.length; at += 2)
  await relay({ path: words[at] ?? '' }, { host: '127.0.0.1', port: Number(words[at + 1]) });
process.stdout.write('ready\n');
