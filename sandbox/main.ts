/** `npm run sandbox`: deploys the sample organization and serves it, until it is told to stop. */
import { parseArgs } from 'node:util';
import { deployOrganization } from './deployment';
import { readSampleOrganization } from './sample-organization';
import { openSandbox } from './sandbox';

const USAGE = `Usage: npm run sandbox -- [options]

  --port <number>  the port on loopback (default: a free one)
  --json           print the line that says it is ready as JSON
  --help           print this

Then, in another terminal:

  export AWS_ENDPOINT_URL=http://127.0.0.1:<port> AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
  AWS_ACCESS_KEY_ID=111111111111 AWS_SECRET_ACCESS_KEY=any aws cloudtrail describe-trails

The access key id is the account: twelve digits make you its administrator. Any secret will do.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const port = values.port === undefined ? undefined : portOf(values.port);
  const sample = readSampleOrganization();
  const sandbox = await openSandbox({
    organization: sample.description,
    clock: 'real',
    ...(port === undefined ? {} : { port }),
  });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  try {
    for await (const { stack, account } of deployOrganization(sandbox, sample))
      process.stderr.write(`deployed ${stack} (${account})\n`);
    // What the deployment itself set off is over before anyone listens.
    await sandbox.clock.settle();
    const accounts = Object.fromEntries(sample.stacks.map(({ name, account }) => [name, account]));
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ url: sandbox.url, accounts })}\n`
        : `Serving ${sample.description.id} on ${sandbox.url}\n`,
    );
    await stopped;
  } finally {
    await sandbox.close();
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Error(`--port is "${text}". Allowed: a whole number from 0 to 65535; 0 takes a free port.`);
  return port;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
