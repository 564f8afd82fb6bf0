/** `npm run guardrails`: shows what the guardrails would refuse, and to whom, before they are attached to anything. */
import { parseArgs } from 'node:util';
import { previewGuardrails } from './preview';
import { guardrailReport } from './report';

const USAGE = `Usage: npm run guardrails -- [options]

  --json   print the preview as JSON
  --help   print this
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const preview = await previewGuardrails();
  process.stdout.write(values.json ? `${JSON.stringify(preview, null, 2)}\n` : guardrailReport(preview));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
