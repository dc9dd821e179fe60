import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { extractFile, getRawHeader } from '@electron/asar';
import { z } from 'zod';

import { listArchive } from '../../../tools/package/shipped-packages.ts';

/** What the packing left in its folder, read back from the files themselves. */
export class Package {
  readonly folder: string;
  readonly unpacked: string;
  readonly archive: string;

  constructor(folder: string, platform: 'linux' | 'win') {
    this.folder = folder;
    this.unpacked = path.join(folder, `${platform}-unpacked`);
    this.archive = path.join(this.unpacked, 'resources', 'app.asar');
  }

  names(): string[] {
    return listArchive(this.archive);
  }

  content(name: string): Buffer {
    return extractFile(this.archive, name);
  }

  /** As Electron computes it before it starts. */
  header(): string {
    return getRawHeader(this.archive).headerString;
  }

  text(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8');
  }

  json(name: string): unknown {
    return JSON.parse(this.text(name));
  }

  parts(target: string): z.infer<typeof PartsList> {
    return PartsList.parse(this.json(`sbom-${target}.cdx.json`));
  }
}

const Component = z.strictObject({
  type: z.enum(['library', 'framework']),
  'bom-ref': z.string(),
  name: z.string(),
  version: z.string().regex(/^\d+\.\d+\.\d+/),
  scope: z.literal('required'),
  purl: z.string().startsWith('pkg:npm/'),
  hashes: z.tuple([
    z.strictObject({ alg: z.literal('SHA-512'), content: z.string().regex(/^[0-9a-f]{128}$/) }),
  ]),
  licenses: z.tuple([
    z.union([
      z.strictObject({ license: z.strictObject({ id: z.string() }) }),
      z.strictObject({ expression: z.string() }),
    ]),
  ]),
  properties: z.array(z.strictObject({ name: z.string(), value: z.string() })),
});

/** As much of CycloneDX 1.6 as is written, and nothing beside it. */
const PartsList = z.strictObject({
  $schema: z.string(),
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.6'),
  serialNumber: z
    .string()
    .regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  version: z.literal(1),
  metadata: z.looseObject({ timestamp: z.iso.datetime() }),
  components: z.array(Component),
  dependencies: z.array(z.strictObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

/** All files below a folder, with `/`. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .toSorted();
}
