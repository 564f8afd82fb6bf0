/** `npm run sandbox`: deploys the sample organization and serves it, until it is told to stop. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { deployOrganization } from './deployment';
import { type ServedProviders, serveProviders } from './provider-ports';
import { announceSandbox, type RunningSandbox, throwAwayBackend, withdrawSandbox } from './running-sandbox';
import { readSampleOrganization, type SampleOrganization } from './sample-organization';
import { openSandbox, type Sandbox } from './sandbox';

const USAGE = `Usage: npm run sandbox -- [options]

  --port <number>   the port on loopback (default: a free one, or the one that the state was kept with)
  --empty           found the accounts, and deploy nothing
  --state <folder>  keep the organization in a folder, and start again with what is in it
  --json            print the line that says it is ready as JSON
  --help            print this

Then, in another terminal:

  export AWS_ENDPOINT_URL=http://127.0.0.1:<port> AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
  AWS_ACCESS_KEY_ID=111111111111 AWS_SECRET_ACCESS_KEY=any aws cloudtrail describe-trails

The access key id is the account: twelve digits make you its administrator. Any secret will do.

Or, with the Pulumi CLI and an empty sandbox:

  eval "$(npm run -s sandbox:env -- security)"
  pulumi up -s security

What is kept in a folder survives the process, even one that is killed: every answer is on disk before it is given. What was
on its way is lost: deliveries and their retries, invocations, and up to a second of what AWS did by itself.
`;

interface Options {
  readonly port?: number;
  readonly empty: boolean;
  readonly json: boolean;
  /** Absolute. */
  readonly state?: string;
}

async function serve(options: Options): Promise<void> {
  const sample = readSampleOrganization();
  const stopped = new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
  });
  const sandbox = await openSandbox({
    organization: sample.description,
    clock: 'real',
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.state === undefined ? {} : { folder: options.state }),
  });
  let providers: ServedProviders | undefined;
  const backend = backendFolder(options.state);
  try {
    await fill(sandbox, sample, options.empty);
    await sandbox.keep();
    providers = await serveProviders(sandbox, [...new Set(sample.stacks.map(({ account }) => account))]);
    const running = description(sandbox, sample, providers, backend);
    announceSandbox(running);
    process.stdout.write(readyLine(sample.description.id, running, options.json));
    await stopped;
  } finally {
    withdrawSandbox(process.pid);
    await providers?.close();
    await sandbox.close();
  }
}

/** What an organization begins with; one from a folder has it already. */
async function fill(sandbox: Sandbox, sample: SampleOrganization, empty: boolean): Promise<void> {
  if (sandbox.isRestored || empty) return;
  for await (const { stack, account } of deployOrganization(sandbox, sample))
    process.stderr.write(`deployed ${stack} (${account})\n`);
  // What the deployment itself set off is over before anyone listens.
  await sandbox.clock.settle();
}

/** The folder of the Pulumi state: it lives and dies with the organization. */
function backendFolder(state: string | undefined): string {
  if (state === undefined) return throwAwayBackend(process.pid);
  const folder = join(state, 'pulumi');
  mkdirSync(folder, { recursive: true });
  return folder;
}

function description(
  { url }: Sandbox,
  { stacks }: SampleOrganization,
  { ports }: ServedProviders,
  backend: string,
): RunningSandbox {
  const accounts = stacks.map(({ name, account }) => [name, { account, providerPort: ports.get(account) ?? 0 }]);
  return { pid: process.pid, since: Date.now(), url, backend, accounts: Object.fromEntries(accounts) };
}

function readyLine(organization: string, { url, accounts }: RunningSandbox, json: boolean): string {
  return json ? `${JSON.stringify({ url, accounts })}\n` : `Serving ${organization} on ${url}\n`;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Error(`--port is "${text}". Allowed: a whole number from 0 to 65535; 0 takes a free port.`);
  return port;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      empty: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      state: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  await serve({
    empty: values.empty,
    json: values.json,
    ...(values.port === undefined ? {} : { port: portOf(values.port) }),
    ...(values.state === undefined ? {} : { state: resolve(values.state) }),
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
