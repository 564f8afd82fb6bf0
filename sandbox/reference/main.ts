/** `npm run docs`: writes the reference tables and the picture of the documentation anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawArchitecture } from '../drill/architecture';
import { fillTables } from './tables';
import { tamperingPage } from './tampering';

const ROOT = join(__dirname, '../..');

for (const name of ['README.md', 'docs/policies.md']) {
  const document = join(ROOT, name);
  writeFileSync(document, fillTables(readFileSync(document, 'utf8')));
}
writeFileSync(join(ROOT, 'docs/tampering.md'), tamperingPage());
writeFileSync(join(ROOT, 'docs/picture.svg'), drawArchitecture());
