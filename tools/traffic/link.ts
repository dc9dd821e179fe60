import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A namespace of its own for one start of the app, and the one link that leads out of it. */
export interface Link {
  readonly namespace: string;
  /** The far end of the link: the only neighbour there is. What the app calls `localhost` is this. */
  readonly farAddress: string;
}

/** Where a name server would be: no such place, but the way there leads over the link, where a question is seen (RFC 5737). */
const NAME_SERVER = '192.0.2.53';

const NEAR_HARDWARE = '02:00:00:00:00:02';
const FAR_HARDWARE = '02:00:00:00:00:01';

/**
 * Makes the namespace of the process with this number. It has a loopback of its own and a link with a default route in both versions of IP,
 * so that whatever is sent anywhere leaves over the link; neighbours are told by hand, so that the kernel has nothing to ask there. Needs
 * root, and must be called inside a namespace that leads nowhere itself: what strays ends there.
 */
export function makeLink(pid: number): Link {
  const link = linkOf(pid);
  const { namespace, farAddress } = link;
  const near = dotted(pid, 2);
  const six = `fd00::${(pid >>> 16).toString(16)}:${(pid & 0xffff).toString(16)}`;
  const far = farDevice(pid);
  const configuration = path.join('/etc/netns', namespace);
  mkdirSync(configuration, { recursive: true });
  writeFileSync(path.join(configuration, 'hosts'), `${farAddress} localhost\n`);
  writeFileSync(
    path.join(configuration, 'resolv.conf'),
    `nameserver ${NAME_SERVER}\noptions timeout:1 attempts:1\n`,
  );
  shell(`
    ip netns add ${namespace}
    ip link add name ${far} address ${FAR_HARDWARE} type veth peer name outside address ${NEAR_HARDWARE} netns ${namespace}
    echo 1 > /proc/sys/net/ipv6/conf/${far}/disable_ipv6
    ip address add ${farAddress}/30 dev ${far}
    ip link set ${far} up
    ip neighbour add ${near} lladdr ${NEAR_HARDWARE} dev ${far} nud permanent
  `);
  shell(
    `
    for setting in addr_gen_mode=1 accept_ra=0 router_solicitations=0 accept_dad=0; do
      echo "\${setting#*=}" > "/proc/sys/net/ipv6/conf/outside/\${setting%=*}"
    done
    ip link set lo up
    ip address add ${near}/30 dev outside
    ip -6 address add ${six}:2/112 dev outside nodad
    ip link set outside up
    ip route add default via ${farAddress}
    ip neighbour add ${farAddress} lladdr ${FAR_HARDWARE} dev outside nud permanent
    ip -6 neighbour add ${six}:1 lladdr ${FAR_HARDWARE} dev outside nud permanent
    ip -6 route add default via ${six}:1 dev outside
  `,
    namespace,
  );
  return link;
}

/** Takes the name away; the namespace ends with the last process in it, and the link with that. */
export function removeLink(pid: number): void {
  const { namespace } = linkOf(pid);
  execFileSync('ip', ['netns', 'delete', namespace], { stdio: 'ignore' });
  rmSync(path.join('/etc/netns', namespace), { recursive: true, force: true });
}

/** Processes in the namespace. */
export function processesIn({ namespace }: Link): readonly number[] {
  const listed = execFileSync('ip', ['netns', 'pids', namespace], { encoding: 'utf8' });
  return listed.split('\n').filter(Boolean).map(Number);
}

const linkOf = (pid: number): Link => ({ namespace: `vrs-app-${pid}`, farAddress: dotted(pid, 1) });

/** Linux takes 15 letters. */
const farDevice = (pid: number): string => `vrs${pid}`;

/** A block of four addresses of 10.0.0.0/8 for every number that a process can have (at most 2^22). */
function dotted(pid: number, host: number): string {
  const number = pid * 4 + host;
  return `10.${(number >>> 16) & 0xff}.${(number >>> 8) & 0xff}.${number & 0xff}`;
}

function shell(script: string, namespace?: string): void {
  const words = ['-euc', script];
  const within = namespace === undefined ? [] : ['netns', 'exec', namespace, 'sh'];
  execFileSync(namespace === undefined ? 'sh' : 'ip', [...within, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
