/** A process that runs one stack's program against mocks that answer at once, and tells when the last resource was there. */
import { performance } from 'node:perf_hooks';
import { runtime } from '@pulumi/pulumi';
import deploy from '../../infra/index';

/** The argument of the process, as JSON. */
export interface StackToRegister {
  readonly project: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
}

/** What the process prints, as JSON. */
export interface RegistrationRun {
  readonly resources: number;
  /** In milliseconds since 1970. */
  readonly lastRegisteredAtMs: number;
}

/** On a file backend, Pulumi calls the organization this. */
const PULUMI_ORGANIZATION = 'organization';

/** What programs ask other stacks for: what cannot be computed, and that the central bus is there. */
const OUTPUTS_OF_STACKS = {
  centralBusArn: 'arn:aws:events:us-east-1:333333333333:event-bus/trailwarden-central',
  trailKeyArn: 'arn:aws:kms:us-east-1:222222222222:key/00000000-0000-4000-8000-000000000000',
};

async function main({ project, stack, config }: StackToRegister): Promise<RegistrationRun> {
  let resources = 0;
  let lastRegisteredAtMs = 0;
  await runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        resources += 1;
        lastRegisteredAtMs = performance.timeOrigin + performance.now();
        if (type === 'pulumi:pulumi:StackReference') return { id: name, state: { outputs: OUTPUTS_OF_STACKS } };
        return { id: name, state: { ...inputs, arn: `arn:aws:mock:us-east-1:111111111111:${name}` } };
      },
      call: ({ token }) => {
        throw new Error(`The program asks the provider for "${token}", which this measurement does not answer.`);
      },
    },
    project,
    stack,
    false,
    PULUMI_ORGANIZATION,
  );
  runtime.setAllConfig({ ...config });
  await runtime.runInPulumiStack(deploy);
  await runtime.disconnect();
  return { resources, lastRegisteredAtMs };
}

main(JSON.parse(process.argv[2] ?? '') as StackToRegister).then(
  (run) => void process.stdout.write(JSON.stringify(run)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
