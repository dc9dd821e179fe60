/** try-recording — ends with 0 where a namespace can be made, linked and recorded on this machine. Run inside a namespace of its own. */
import { once } from 'node:events';

import { makeLink, removeLink } from './link.ts';
import { startRecording } from './programs.ts';

const link = makeLink(process.pid);
try {
  const tcpdump = await startRecording(link, '/dev/null');
  tcpdump.kill();
  await once(tcpdump, 'close');
} finally {
  removeLink(process.pid);
}
