/** `npm run -s sandbox:env -- <stack>`: prints, for `eval`, what the Pulumi CLI needs to deploy a stack into the sandbox. */
import { findSandbox } from './running-sandbox';
import { shellExports, stackEnvironment } from './shell-environment';

try {
  process.stdout.write(shellExports(stackEnvironment(findSandbox(), process.argv[2])));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
